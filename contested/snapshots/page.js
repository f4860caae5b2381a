// Draws in the font that the pages use, wherever the picture is opened: the font goes into the SVG,
// and every other format is drawn from that SVG. `FONT` is its data address.
{
  const rule = `@font-face{font-family:"Source Sans";font-weight:400 700;src:url(${FONT}) format("woff2")}`;
  const sheet = document.createElement('style');
  sheet.textContent = rule;
  document.head.append(sheet);
  const original = Plotly.toImage;

  const rasterised = async (svg, { format, width, height, scale }) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext('2d');
    const draw = () => pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    draw();
    // A font inside a picture may arrive a moment after the picture itself.
    await new Promise(resolve => setTimeout(resolve, 20));
    pen.clearRect(0, 0, canvas.width, canvas.height);
    draw();
    return canvas.toDataURL(`image/${format}`);
  };

  Plotly.toImage = async (chart, options) => {
    await Promise.all([400, 700].map(weight => document.fonts.load(`${weight} 14px "Source Sans"`)));
    // A picture that was composed elsewhere is drawn as it stands; its font is in it.
    const { drawn } = chart.layout?.meta ?? {};
    const asked = { ...options, format: 'svg', scale: 1, imageDataOnly: true };
    const plain = drawn ?? await original(chart, asked);
    const svg = drawn ?? plain.replace(/>/, `><style>${rule}</style>`);
    if (options.format === 'svg') {
      return options.imageDataOnly ? svg : `data:image/svg+xml,${encodeURIComponent(svg)}`;
    }
    const address = await rasterised(svg, options);
    return options.imageDataOnly ? address.replace(/^data:image\/\w+;base64,/, '') : address;
  };
}
