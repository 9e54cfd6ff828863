import { useQuery } from '@tanstack/react-query';
import { loadConfig } from '@/lib/config';

/** The settings beside the page. */
export const useConfig = () => useQuery({ queryKey: ['config'], queryFn: loadConfig, retry: false });
