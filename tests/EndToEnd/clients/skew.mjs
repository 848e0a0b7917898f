// Sets this process's clock ahead (or, negative, behind), as a client's own may be.
export function skewClock(ms) {
  const now = Date.now
  globalThis.Date = class extends Date {
    constructor(...given) { given.length ? super(...given) : super(now() + ms) }
    static now() { return now() + ms }
  }
}
