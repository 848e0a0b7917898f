/** The later of two snapshots: one that was held up on its way never turns the counters back. */
export const later = <Snapshot extends { at: string }>(shown: Snapshot | undefined, news: Snapshot): Snapshot => (shown && Date.parse(news.at) < Date.parse(shown.at) ? shown : news);
