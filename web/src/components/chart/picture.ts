/** How many pixels of a picture stand for one of the screen, where it is drawn for the file alone. */
export const pictureScale = 2;

const looks = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'fill-opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'];

/** A drawing as a canvas: the looks that the page's styles give it go along. */
export async function canvasOf(drawing: SVGSVGElement): Promise<HTMLCanvasElement> {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll<SVGElement>('*');
  drawing.querySelectorAll<SVGElement>('*').forEach((element, index) => {
    const computed = getComputedStyle(element);
    looks.forEach((name) => copies[index]?.style.setProperty(name, computed.getPropertyValue(name)));
  });
  const [width, height] = [drawing.clientWidth, drawing.clientHeight];
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * pictureScale;
  canvas.height = height * pictureScale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
