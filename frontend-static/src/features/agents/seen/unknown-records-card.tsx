import { UnknownRecordsDocument } from '@/gql/graphql';
import { exact } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { Card, CardHeader } from '@/ui/card';
import { FocusableName } from '@/ui/name';
import { Time } from '@/ui/time';

const REFETCH = { refetchIntervalMs: 10_000 };

/** Records that are accepted and counted in no figure. Nothing where there are none. */
export function UnknownRecordsCard() {
  const { org } = useOrg();
  const { data } = useGql(UnknownRecordsDocument, { organizationId: org.id }, REFETCH);
  const records = data?.organization?.unknownRecords ?? [];
  if (records.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Records that are not counted"
        note="They are accepted but not stored, because nothing here recognizes them or because they are cumulative metrics. Some are normal: agents send more than the figures need."
      />
      <table aria-label="Records that are not counted" className="mt-1 w-full text-sm">
        <thead>
          <tr className="text-left text-muted text-xs [&>th]:h-9 [&>th]:px-4 [&>th]:font-medium">
            <th scope="col">Name</th>
            <th scope="col" className="max-sm:hidden">
              Service
            </th>
            <th scope="col" className="text-right">
              Records
            </th>
            <th scope="col" className="max-md:hidden">
              Last seen
            </th>
          </tr>
        </thead>
        <tbody className="[&>tr]:border-line [&>tr]:border-t [&_td]:px-4 [&_td]:py-2">
          {records.map(({ service, name, count, lastSeenAt }) => (
            <tr key={`${service} ${name}`}>
              <td>
                {service === '' ? (
                  <span className="text-muted">All names beyond the first 200</span>
                ) : (
                  <FocusableName text={name} className="font-mono text-xs" />
                )}
                {service !== '' && <span className="text-muted text-xs sm:hidden">{service}</span>}
              </td>
              <td className="wrap-anywhere max-sm:hidden">{service}</td>
              <td className="text-right">{exact(count)}</td>
              <td className="max-md:hidden">
                <Time at={lastSeenAt} as="age" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
