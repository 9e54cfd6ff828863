import type { ReactNode } from 'react';
import { FIRST_PAGE } from '@/data-table/use-page';
import { useUrlParams } from '@/lib/use-url-params';
import { hasPermission, useViewer, type Viewer } from '@/lib/use-viewer';
import { Tabs } from '@/ui/tabs';
import { AgentsTab } from './agents/tab';
import { DeadLettersTab } from './dead-letters/tab';
import { OrganizationKeysTab, PlatformKeysTab } from './keys/tabs';
import { MembersTab } from './members/tab';
import { OrganizationsTab } from './organizations/tab';
import { PipelineTab } from './pipeline/tab';

type SettingsTab = { readonly value: string; readonly label: string; readonly content: ReactNode };

/** For everybody. */
const AGENTS: SettingsTab = { value: 'agents', label: 'Agents', content: <AgentsTab /> };

/** For the admins of the current organization. */
const ORGANIZATION: readonly SettingsTab[] = [
  { value: 'members', label: 'Members', content: <MembersTab /> },
  { value: 'keys', label: 'Ingest keys', content: <OrganizationKeysTab /> },
  AGENTS,
];

/** For the whole platform. */
const PLATFORM: readonly SettingsTab[] = [
  { value: 'pipeline', label: 'Pipeline', content: <PipelineTab /> },
  { value: 'dead-letters', label: 'Dead letters', content: <DeadLettersTab /> },
  { value: 'organizations', label: 'Organizations', content: <OrganizationsTab /> },
  { value: 'platform-keys', label: 'Platform keys', content: <PlatformKeysTab /> },
];

function tabsOf(viewer: Viewer): readonly SettingsTab[] {
  if (!hasPermission(viewer, 'MANAGE_ORGANIZATION')) return [AGENTS];
  return hasPermission(viewer, 'VIEW_GLOBAL') ? [...ORGANIZATION, ...PLATFORM] : ORGANIZATION;
}

/** The parameters that a tab keeps in the URL. */
const OF_ONE_TAB = { q: null, agent: null, as: null, ...FIRST_PAGE };

/** The settings that the viewer's role allows. */
export default function SettingsPage() {
  const viewer = useViewer();
  const { query, set } = useUrlParams('tab');
  const tabs = tabsOf(viewer);
  const [first = AGENTS] = tabs;
  const { value } = tabs.find((tab) => tab.value === query.get('tab')) ?? first;
  return (
    <Tabs
      label="Settings"
      value={value}
      onChange={(next) => set({ tab: next === first.value ? null : next, ...OF_ONE_TAB })}
      tabs={tabs}
    />
  );
}
