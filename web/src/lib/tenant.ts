import { createContext, use } from 'react';

export interface Tenant {
  id: string;
  name: string;
}

export interface Tenancy {
  /** Whose data is shown. */
  current: Tenant;
  all: readonly Tenant[];
}

export const TenantContext = createContext<Tenancy | null>(null);

export function useTenancy(): Tenancy {
  const tenancy = use(TenantContext);
  if (!tenancy) throw new Error('There is no tenant above this component.');
  return tenancy;
}
