(function (w, d, n) {
  var me = d.currentScript, key = me.getAttribute('data-key'), host = new URL(me.src).origin, keep = me.getAttribute('data-first-party') !== null, path, timer, seen;
  // Do Not Track and Global Privacy Control mean: nothing at all.
  if (!key || n.doNotTrack === '1' || n.globalPrivacyControl) { w.platform = { track: function () {}, identify: function () {} }; return; }
  function id() { return Date.now().toString(36) + Math.random().toString(36).slice(2, 12); }
  function visitor() {
    if (!keep) return;
    try { var v = localStorage.getItem('_pv') || id(); localStorage.setItem('_pv', v); return v; } catch (e) { return; }
  }
  function send(type, more) {
    var l = location, m = { writeKey: key, messageId: id(), anonymousId: visitor(), timestamp: new Date().toISOString(), sentAt: new Date().toISOString(),
      context: { library: { name: 'a.js', version: '1' }, locale: n.language, userAgent: n.userAgent, screen: { width: screen.width, height: screen.height },
        page: { url: l.href, path: l.pathname, title: d.title, referrer: seen || d.referrer } } };
    for (var k in more) m[k] = more[k];
    var body = JSON.stringify(m), url = host + '/v1/' + type;
    // A beacon outlives the page; text/plain needs no preflight.
    if (!(n.sendBeacon && n.sendBeacon(url, body))) fetch(url, { method: 'POST', body: body, keepalive: true, mode: 'no-cors' });
  }
  function track(name, properties) { send('t', { event: name, properties: properties || {} }); }
  function view() {
    if (path === location.pathname + location.search) return;
    path = location.pathname + location.search;
    send('p', { properties: {} });
    seen = location.href;
  }
  function beat(on) {
    clearInterval(timer);
    if (on) timer = setInterval(function () { track('heartbeat'); }, 15000);
  }
  ['pushState', 'replaceState'].forEach(function (f) {
    var old = history[f];
    history[f] = function () { var r = old.apply(this, arguments); view(); return r; };
  });
  w.addEventListener('popstate', view);
  d.addEventListener('click', function (e) {
    var el = e.target.closest && e.target.closest('[data-track]'), p = {};
    if (!el) return;
    for (var a of el.attributes) if (a.name.indexOf('data-track-') === 0) p[a.name.slice(11)] = a.value;
    track(el.getAttribute('data-track'), p);
  }, true);
  d.addEventListener('visibilitychange', function () {
    var shown = d.visibilityState === 'visible';
    beat(shown);
    if (!shown) track('page_left');
  });
  w.platform = { track: track, identify: function (user, traits) { send('i', { userId: user, traits: traits || {} }); } };
  view();
  beat(d.visibilityState === 'visible');
})(window, document, navigator);
