// The charts' own Plotly is there once a chart was drawn; a page without one fetches it here.
const plotly = async () => window.Plotly ?? await new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = '/vendor/plotly.min.js';
  script.onload = () => resolve(window.Plotly);
  script.onerror = reject;
  document.head.append(script);
});

// A picture cannot use the page's font: it goes into the SVG, and the PNG is drawn from that.
const withFont = (svg, font) => svg.replace(
  />/, `><style>@font-face{font-family:"Source Sans";font-weight:400 700;src:url(${font})}` +
  '</style>');

const raster = async (svg, width, height) => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'),
    { width: 2 * width, height: 2 * height });
  const draw = () => canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  draw();
  // A font inside a picture may arrive a moment after the picture itself.
  await new Promise(resolve => setTimeout(resolve, 50));
  draw();
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
};

export default function ({ data, parentElement }) {
  for (const button of parentElement.querySelectorAll('button')) {
    button.onclick = async () => {
      const { data: traces, layout } = JSON.parse(data.picture);
      const { width, height } = layout;
      const plain = await (await plotly()).toImage(
        { data: traces, layout }, { format: 'svg', width, height, imageDataOnly: true });
      const svg = withFont(plain, data.font);
      const format = button.dataset.format;
      const blob = format === 'svg'
        ? new Blob([svg], { type: 'image/svg+xml' }) : await raster(svg, width, height);
      const link = Object.assign(document.createElement('a'),
        { href: URL.createObjectURL(blob), download: `${data.name}.${format}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    };
  }
}
