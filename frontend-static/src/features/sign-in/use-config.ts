import { useQuery } from '@tanstack/react-query';
import { loadConfig } from '@/lib/config';

/** The settings in config.json. */
export const useConfig = () => useQuery({ queryKey: ['config'], queryFn: loadConfig, retry: false });
