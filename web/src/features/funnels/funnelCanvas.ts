import { resolve } from '../../components/chart/palette';
import { pictureScale } from '../../components/chart/picture';
import { counted, percent } from '../../lib/format';
import { eventName } from '../../lib/words';

interface Step {
  label: string;
  count: number;
  conversionFromStart: number;
}

const [width, row, bar] = [720, 64, 24];

/** The bars of a funnel as a picture. */
export function funnelCanvas(steps: readonly Step[], noun: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width * pictureScale;
  canvas.height = steps.length * row * pictureScale;
  const pen = canvas.getContext('2d');
  if (!pen) return canvas;
  pen.scale(pictureScale, pictureScale);
  pen.textBaseline = 'middle';
  const [text, quiet, full, empty] = ['--mantine-color-text', '--quiet', '--bar-strong', '--page'].map(resolve);
  const write = (words: string, x: number, y: number, align: CanvasTextAlign, colour: string | undefined, weight = 400) => {
    pen.font = `${weight} 14px system-ui, sans-serif`;
    pen.textAlign = align;
    pen.fillStyle = colour ?? '';
    pen.fillText(words, x, y);
  };
  steps.forEach((step, index) => {
    const top = index * row;
    write(`${index + 1}. ${eventName(step.label)}`, 0, top + 12, 'left', text, 600);
    write(`${counted(step.count, noun)} · ${percent(step.conversionFromStart)}`, width, top + 12, 'right', quiet);
    pen.fillStyle = empty ?? '';
    pen.fillRect(0, top + 26, width, bar);
    pen.fillStyle = full ?? '';
    pen.fillRect(0, top + 26, width * step.conversionFromStart, bar);
  });
  return canvas;
}
