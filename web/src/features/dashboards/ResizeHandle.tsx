import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { type Size, sized } from './dashboards';

const row = 180;
const keys: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Makes a tile wider, narrower, taller or lower: its corner is dragged, or moved by the arrow keys. */
export function ResizeHandle({ name, size, onPreview, onSize }: { name: string; size: Size; onPreview: (size: Size | null) => void; onSize: (size: Size) => void }) {
  const begun = useRef<{ x: number; y: number; column: number } | null>(null);
  const at = ({ clientX, clientY }: PointerEvent) => (begun.current ? sized(size, (clientX - begun.current.x) / begun.current.column, (clientY - begun.current.y) / row) : size);
  const down = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    begun.current = { x: event.clientX, y: event.clientY, column: (event.currentTarget.closest('section')?.offsetWidth ?? 0) / size.width || 1 };
  };
  const up = (event: PointerEvent) => {
    const next = at(event);
    begun.current = null;
    onPreview(null);
    if (next.width !== size.width || next.height !== size.height) onSize(next);
  };
  const press = (event: KeyboardEvent) => {
    const by = keys[event.key];
    if (!by) return;
    event.preventDefault();
    const next = sized(size, ...by);
    if (next.width !== size.width || next.height !== size.height) onSize(next);
  };
  return (
    <button
      type="button"
      className="resize"
      aria-label={`Size of ${name}: ${size.width} of 12 columns, ${size.height} of 4 rows. Arrow keys change it.`}
      title="Drag, or use the arrow keys"
      onMouseDown={(event) => {
        event.preventDefault(); // the tile itself can be dragged as well
        event.currentTarget.focus();
      }}
      onPointerDown={down}
      onPointerMove={(event) => begun.current && onPreview(at(event))}
      onPointerUp={up}
      onPointerCancel={() => {
        begun.current = null;
        onPreview(null);
      }}
      onKeyDown={press}
    />
  );
}
