import type { ReactNode } from 'react';
import { FIRST_PAGE } from '@/data-table/use-page';
import { useUrlParams } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Tabs } from '@/ui/tabs';
import { DeadLettersTab } from './dead-letters/tab';
import { OrganizationKeysTab, PlatformKeysTab } from './keys/tabs';
import { MembersTab } from './members/tab';
import { OrganizationsTab } from './organizations/tab';
import { PipelineTab } from './pipeline/tab';

type SettingsTab = { readonly value: string; readonly label: string; readonly content: ReactNode };

const FIRST: SettingsTab = { value: 'members', label: 'Members', content: <MembersTab /> };

/** For the current organization. */
const ORGANIZATION: readonly SettingsTab[] = [
  FIRST,
  { value: 'keys', label: 'Ingest keys', content: <OrganizationKeysTab /> },
];

/** For the whole platform. */
const PLATFORM: readonly SettingsTab[] = [
  { value: 'pipeline', label: 'Pipeline', content: <PipelineTab /> },
  { value: 'dead-letters', label: 'Dead letters', content: <DeadLettersTab /> },
  { value: 'organizations', label: 'Organizations', content: <OrganizationsTab /> },
  { value: 'platform-keys', label: 'Platform keys', content: <PlatformKeysTab /> },
];

/** The settings that the viewer's role allows. */
export default function SettingsPage() {
  const viewer = useViewer();
  const { query, set } = useUrlParams('tab');
  const tabs = hasPermission(viewer, 'VIEW_GLOBAL') ? [...ORGANIZATION, ...PLATFORM] : ORGANIZATION;
  const { value } = tabs.find((tab) => tab.value === query.get('tab')) ?? FIRST;
  return (
    <Tabs
      label="Settings"
      value={value}
      onChange={(next) => set({ tab: next === FIRST.value ? null : next, q: null, ...FIRST_PAGE })}
      tabs={tabs}
    />
  );
}
