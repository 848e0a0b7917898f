import { type CSSProperties, type DragEventHandler, type ReactNode, useRef, useState } from 'react';
import type { ChartHandle } from '../../components/chart/LineChart';
import { ExportMenu } from '../../components/ExportMenu';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { rangeName } from '../../lib/format';
import { tableOf } from './answers';
import type { Shown, Size } from './dashboards';
import { ResizeHandle } from './ResizeHandle';
import { TileView } from './TileView';

export interface Dragging {
  draggable: boolean;
  dragged: boolean;
  onDragStart: () => void;
  onDragEnd: () => void;
  onDrop: DragEventHandler;
}

/** An insight on a dashboard, with what can be taken away from it. */
export function TileCard({ tile, width, height, controls, items, dragging, onSize }: { tile: Shown; width: number; height: number; controls?: ReactNode; items?: ReactNode; dragging?: Dragging; onSize?: (size: Size) => void }) {
  const [preview, show] = useState<Size | null>(null);
  const lines = useRef<ChartHandle>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const { answer, kind, name, from, to } = tile;
  const range = from && to ? rangeName(from, to) : '';
  const picture = async () => {
    if (!answer) return;
    const [{ downloadPng }, { canvasOf }, { tableCanvas }] = await Promise.all([import('../../components/chart/png'), import('../../components/chart/picture'), import('./tableCanvas')]);
    const canvas = lines.current?.canvas() ?? (drawing.current ? await canvasOf(drawing.current) : tableCanvas(tableOf(kind, answer)));
    downloadPng(canvas, name, `${range}, UTC`);
  };
  const save = () => {
    if (!answer) return;
    const { head, rows } = tableOf(kind, answer);
    downloadCsv(csv(head, rows), `${name} ${range}`);
  };
  return (
    <section
      className={dragging?.dragged ? 'card dragged' : 'card'}
      aria-label={name}
      style={{ '--width': preview?.width ?? width, '--height': preview?.height ?? height } as CSSProperties}
      draggable={dragging?.draggable}
      onDragStart={dragging?.onDragStart}
      onDragEnd={dragging?.onDragEnd}
      onDragOver={dragging && ((event) => event.preventDefault())}
      onDrop={dragging?.onDrop}
    >
      <header>
        <div>
          <h2>{name}</h2>
          <span className="quiet tile-range">{range}</span>
        </div>
        <div className="controls">
          {controls}
          <ExportMenu of={name} csv={answer ? save : undefined} png={answer ? () => void picture() : undefined}>
            {items}
          </ExportMenu>
        </div>
      </header>
      <TileView tile={tile} pictures={{ lines, drawing }} />
      {onSize && <ResizeHandle name={name} size={{ width, height }} onPreview={show} onSize={onSize} />}
    </section>
  );
}
