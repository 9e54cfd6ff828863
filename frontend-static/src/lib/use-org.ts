import { createContext, use } from 'react';

export type Org = {
  readonly id: string;
  readonly name: string;
};

export type OrgChoice = {
  /** The organization that is looked at. */
  readonly org: Org;
  /** Whether the viewer may look at others. */
  readonly canSwitch: boolean;
  readonly switchTo: (id: string) => void;
  /** Whether another was chosen, of which not even the name is known yet. */
  readonly isSwitching: boolean;
};

export const OrgContext = createContext<OrgChoice | null>(null);

/** The organization that is looked at. For the pages of an organization. */
export function useOrg(): OrgChoice {
  const choice = use(OrgContext);
  if (choice === null) throw new Error('useOrg is for the pages of an organization');
  return choice;
}
