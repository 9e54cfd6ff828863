import { Download, FileJson, FileSpreadsheet } from 'lucide-react';
import { memo, useState } from 'react';
import { type ApiError, asApiError, errorMessage } from '@/lib/api-error';
import { download, type ExportFormat, type ExportParameters, exportUrl } from '@/lib/export';
import { useOrg } from '@/lib/use-org';
import { Button } from '@/ui/button';
import { Menu, MenuItem } from '@/ui/menu';

type ExportProps = { list: 'sessions' | 'users'; parameters: ExportParameters };

/** Downloads the whole list as it is filtered and sorted. Requires the EXPORT permission. */
export const ExportMenu = memo(function ExportMenu({ list, parameters }: ExportProps) {
  const { org } = useOrg();
  const [error, setError] = useState<ApiError | null>(null);
  const take = (format: ExportFormat) => {
    setError(null);
    exportUrl(org.id, list, format, parameters)
      .then(download)
      .catch((cause: unknown) => setError(asApiError(cause)));
  };
  const trigger = (
    <Button>
      <Download aria-hidden />
      Export
    </Button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => take('csv')}>
          <FileSpreadsheet aria-hidden />
          CSV, for spreadsheets
        </MenuItem>
        <MenuItem onSelect={() => take('json')}>
          <FileJson aria-hidden />
          JSON, for programs
        </MenuItem>
      </Menu>
      {error !== null && (
        <span role="alert" className="text-bad text-xs">
          {errorMessage(error)}
        </span>
      )}
    </>
  );
});
