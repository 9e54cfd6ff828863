import { Link } from 'wouter';
import { useHref } from '@/lib/use-url-params';

type Props = { organization: { readonly id: string; readonly name: string } };

/** An organization, with the way into it. */
export function OrganizationLink({ organization: { id, name } }: Props) {
  const href = useHref();
  return (
    <Link
      href={href('/', { org: id })}
      title={name}
      className="block truncate rounded font-medium hover:text-accent hover:underline"
    >
      {name}
    </Link>
  );
}
