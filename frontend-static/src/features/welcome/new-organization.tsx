import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { Card } from '@/ui/card';
import { OrganizationForm } from '../settings/organizations/organization-form';

/** Creates the first organization of an installation, then leads to its first agent. */
export default function NewOrganization() {
  const [, navigate] = useLocation();
  // The requested page has nothing to show yet.
  useEffect(() => navigate('/welcome', { replace: true }), [navigate]);
  return (
    <Card className="mx-auto w-full max-w-xl p-5 sm:p-8">
      <h1 className="font-semibold text-lg">Welcome to Tachograph</h1>
      <p className="mt-1 mb-6 text-muted text-sm">
        This installation is empty. Create the organization whose coding agents you want to see; the next page connects
        the first of them.
      </p>
      <OrganizationForm organization={null} />
    </Card>
  );
}
