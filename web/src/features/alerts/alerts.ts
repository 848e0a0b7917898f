import { graphql } from '../../lib/gql';
import type { AlertsQuery, AlertWatchQuery, AlertSeverity, NotificationKind } from '../../lib/gql/graphql';

/** What is watched, how it stands, and by what people are told. */
export const AlertWatch = graphql(`
  query AlertWatch {
    alertFigures { name label dimensions longestWindow simulated }
    savedFunnels { id name archived }
    alertRules {
      id name enabled firing lastFiredAt metric funnelId dimension value condition window for recoverAfter severity silencedUntil silenceNote
      steps { after notify }
    }
    alertChannels { id name kind target }
  }
`);

export const Alerts = graphql(`
  query Alerts($range: TimeRange!, $firing: Boolean, $first: Int!) {
    alerts(range: $range, firing: $firing, first: $first) {
      totalCount
      firingCount
      pageInfo { hasNextPage }
      nodes {
        id name severity group since firedAt figure summary acknowledgedAt acknowledgedBy note resolvedAt resolution
        notifications { id channel kind deliveredAt refusals problem retryAt }
      }
    }
  }
`);

export const Simulate = graphql(`
  query AlertSimulation($input: AlertRuleInput!, $range: TimeRange!) {
    alertSimulation(input: $input, range: $range) { minutes alerts { group firedAt resolvedAt summary } }
  }
`);

export const DefineRule = graphql(`
  mutation DefineAlertRule($input: AlertRuleInput!) {
    defineAlertRule(input: $input) { id }
  }
`);

export const ChangeRule = graphql(`
  mutation ChangeAlertRule($id: ID!, $input: AlertRuleInput!) {
    changeAlertRule(id: $id, input: $input) { id }
  }
`);

export const SwitchRule = graphql(`
  mutation SwitchAlertRule($id: ID!, $enabled: Boolean!) {
    switchAlertRule(id: $id, enabled: $enabled) { id enabled }
  }
`);

export const SilenceRule = graphql(`
  mutation SilenceAlertRule($id: ID!, $until: DateTime!, $note: String) {
    silenceAlertRule(id: $id, until: $until, note: $note) { id silencedUntil }
  }
`);

export const ArchiveRule = graphql(`
  mutation ArchiveAlertRule($id: ID!) {
    archiveAlertRule(id: $id) { id }
  }
`);

export const AcknowledgeAlert = graphql(`
  mutation AcknowledgeAlert($id: ID!, $note: String) {
    acknowledgeAlert(id: $id, note: $note) { id acknowledgedAt acknowledgedBy note }
  }
`);

export const DefineChannel = graphql(`
  mutation DefineAlertChannel($name: String!, $kind: AlertChannelKind!, $target: String!) {
    defineAlertChannel(name: $name, kind: $kind, target: $target) { signingSecret channel { id name } }
  }
`);

export const ArchiveChannel = graphql(`
  mutation ArchiveAlertChannel($id: ID!) {
    archiveAlertChannel(id: $id) { id }
  }
`);

export const TestChannel = graphql(`
  mutation TestAlertChannel($id: ID!) {
    testAlertChannel(id: $id) { problem }
  }
`);

export type Watch = AlertWatchQuery;
export type Rule = AlertWatchQuery['alertRules'][number];
export type Channel = AlertWatchQuery['alertChannels'][number];
export type Told = AlertsQuery['alerts']['nodes'][number];

export const severities: Record<AlertSeverity, string> = { INFO: 'Info', WARNING: 'Warning', CRITICAL: 'Critical' };
export const severityStatus: Record<AlertSeverity, string> = { INFO: 'status', WARNING: 'status warned', CRITICAL: 'status bad' };
export const changes: Record<NotificationKind, string> = { FIRED: 'that it began', ESCALATED: 'that nobody looks after it', RESOLVED: 'that it is over' };

/** The server's own words. */
export const words = (error: { message: string }): string => error.message.replace(/^\[\w+\] /, '');
