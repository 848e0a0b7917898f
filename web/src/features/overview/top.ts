import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { TopQuery } from '../../lib/gql/graphql';
import { propertyName } from '../../lib/words';

export const Top = graphql(`
  query Top($input: BreakdownInput!) {
    breakdown(input: $input) {
      rows { value persons sessions views events bounceRate meanDuration }
      other { persons }
    }
  }
`);

export type Row = TopQuery['breakdown']['rows'][number];

export const saveRows = (rows: readonly Row[], property: string, title: string): void =>
  downloadCsv(
    csv(
      [propertyName(property), 'Visitors', 'Sessions', 'Views', 'Events', 'Bounce rate', 'Mean duration (s)'],
      rows.map((row) => [row.value, row.persons, row.sessions, row.views, row.events, row.bounceRate, seconds(row.meanDuration)]),
    ),
    title,
  );
