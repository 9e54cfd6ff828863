import { createContext, use } from 'react';

export type Org = {
  readonly id: string;
  readonly name: string;
};

export type OrgChoice = {
  /** The current organization. */
  readonly org: Org;
  /** Whether the viewer may switch. */
  readonly canSwitch: boolean;
  readonly switchTo: (id: string) => void;
  /** Whether another organization was chosen and is still loading. */
  readonly isSwitching: boolean;
};

export const OrgContext = createContext<OrgChoice | null>(null);

/** The current organization. Only within the pages of an organization. */
export function useOrg(): OrgChoice {
  const choice = use(OrgContext);
  if (choice === null) throw new Error('useOrg is for the pages of an organization');
  return choice;
}
