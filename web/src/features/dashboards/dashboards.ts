import { graphql } from '../../lib/gql';
import type { DashboardQuery, InsightKind, InsightSpan } from '../../lib/gql/graphql';

export const DashboardList = graphql(`
  query Dashboards { dashboards { id name sharedAt tiles { width insight { id name kind } } } }
`);

export const DashboardById = graphql(`
  query Dashboard($id: ID!) {
    dashboard(id: $id) {
      id name sharedAt
      tiles { width height insight { id name kind span question document result { from to answer problem } } }
    }
  }
`);

export const DefineDashboard = graphql(`
  mutation DefineDashboard($name: String!) { defineDashboard(name: $name) { id } }
`);

export const RenameDashboard = graphql(`
  mutation RenameDashboard($id: ID!, $name: String!) { renameDashboard(id: $id, name: $name) { id name } }
`);

export const ArchiveDashboard = graphql(`
  mutation ArchiveDashboard($id: ID!) { archiveDashboard(id: $id) { id } }
`);

export const PlaceTile = graphql(`
  mutation PlaceTile($dashboard: ID!, $insight: ID!, $place: Int, $width: Int, $height: Int) {
    placeTile(dashboardId: $dashboard, insightId: $insight, place: $place, width: $width, height: $height) { id }
  }
`);

export const RemoveTile = graphql(`
  mutation RemoveTile($dashboard: ID!, $insight: ID!) { removeTile(dashboardId: $dashboard, insightId: $insight) { id } }
`);

export const Share = graphql(`
  mutation ShareDashboard($id: ID!) { shareDashboard(id: $id) { path } }
`);

export const Revoke = graphql(`
  mutation RevokeSharing($id: ID!) { revokeSharing(id: $id) { id } }
`);

export type Board = NonNullable<DashboardQuery['dashboard']>;
export type BoardTile = Board['tiles'][number];

export const kinds: Record<InsightKind, string> = { TREND: 'Trend', FUNNEL: 'Funnel', RETENTION: 'Retention', PATHS: 'Paths', LIFECYCLE: 'Lifecycle', STICKINESS: 'Stickiness', ATTRIBUTION: 'Attribution' };

export const spans: Record<InsightSpan, string> = { FIXED: 'fixed', TODAY: 'today', YESTERDAY: 'yesterday', LAST_7_DAYS: 'last 7 days', LAST_28_DAYS: 'last 28 days', LAST_90_DAYS: 'last 90 days', THIS_MONTH: 'this month', THIS_YEAR: 'this year' };

/** What a tile shows, of an own dashboard or of a shared one. */
export interface Shown {
  id: string;
  name: string;
  kind: InsightKind;
  from: string | null | undefined;
  to: string | null | undefined;
  answer: Record<string, unknown> | null | undefined;
  problem: string | null | undefined;
}

/** The widths that a tile goes through, in columns of twelve. */
export const widths = [4, 6, 8, 12] as const;

/** The next width in a direction; the same at the end. */
export function resized(width: number, by: 1 | -1): number {
  const at = widths.findIndex((known) => known >= width);
  return widths[Math.min(widths.length - 1, Math.max(0, (at < 0 ? widths.length - 1 : at) + by))] ?? width;
}

/** How much of the grid a tile takes: columns of twelve, rows of four. */
export interface Size {
  width: number;
  height: number;
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.round(value)));

/** A size that is so many columns and rows more, as far as the grid goes. */
export const sized = ({ width, height }: Size, columns: number, rows: number): Size => ({ width: within(width + columns, 2, 12), height: within(height + rows, 1, 4) });
