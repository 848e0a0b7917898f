import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { FilterBar } from '../components/FilterBar';
import { SegmentPicker } from '../components/insight/SegmentPicker';
import type { Viewer } from '../lib/session';
import { useView } from '../lib/view';
import { Reconnecting } from './ConnectionBadge';
import { placeOf } from './places';
import { Rail } from './Rail';
import { TabBar } from './TabBar';
import { TopBar } from './TopBar';
import { Trouble } from './Trouble';

const Palette = lazy(() => import('./palette/Palette'));

/** What stands around every page. */
export function Shell({ viewer, onLogOut, onTenants, children }: { viewer: Viewer; onLogOut: () => void; onTenants: () => void; children: ReactNode }) {
  const { pathname } = useLocation();
  const place = placeOf(pathname);
  const [searching, search] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        search(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to the page
      </a>
      <Rail />
      <div className="main">
        <TopBar place={place} viewer={viewer} onSearch={() => search(true)} onLogOut={onLogOut} onTenants={onTenants} />
        {place?.dated && <ViewFilters asked={place.asOf === true} />}
        <Reconnecting />
        <Trouble />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <TabBar />
      {searching && (
        <Suspense fallback={null}>
          <Palette onClose={() => search(false)} />
        </Suspense>
      )}
    </div>
  );
}

function ViewFilters({ asked }: { asked: boolean }) {
  const { view, setFilters } = useView();
  return (
    <div className="controls start filters-of-view">
      {asked && <SegmentPicker />}
      <FilterBar filters={view.filters} onChange={setFilters} range={view.range} />
    </div>
  );
}
