import { graphql } from '../../lib/gql';
import type { AnomaliesQuery, AnomalyStatus } from '../../lib/gql/graphql';

export const Anomalies = graphql(`
  query Anomalies($range: TimeRange!, $status: AnomalyStatus, $first: Int!) {
    anomalies(range: $range, status: $status, first: $first) {
      totalCount
      openCount
      pageInfo { hasNextPage }
      nodes { id metric dimension dimensionValue kind startedAt detectedAt endedAt minutes value expected lower upper score status explanation note handledBy dismissed }
    }
  }
`);

export const Acknowledge = graphql(`
  mutation AcknowledgeAnomaly($id: ID!, $note: String) {
    acknowledgeAnomaly(id: $id, note: $note) { id status note handledBy }
  }
`);

export const Dismiss = graphql(`
  mutation DismissAnomaly($id: ID!, $note: String) {
    dismissAnomaly(id: $id, note: $note) { id status note handledBy dismissed }
  }
`);

export const Detected = graphql(`
  subscription AnomalyDetected {
    anomalyDetected { id }
  }
`);

export type Found = AnomaliesQuery['anomalies']['nodes'][number];

export const statuses: Record<AnomalyStatus, string> = { OPEN: 'Open', ACKNOWLEDGED: 'Acknowledged', RESOLVED: 'Resolved' };
