/** Somebody in front of a wall, in a hue of their own; "L" stands on the left, so that a mirrored picture shows. */
export function cameraPicture(hue: number): MediaStreamTrack {
  return paint(640, 360, (context) => {
    const wall = context.createLinearGradient(0, 0, 640, 360);
    wall.addColorStop(0, `hsl(${hue} 30% 62%)`);
    wall.addColorStop(1, `hsl(${hue + 40} 32% 34%)`);
    context.fillStyle = wall;
    context.fillRect(0, 0, 640, 360);
    context.fillStyle = `hsl(${hue + 170} 25% 34%)`;
    context.beginPath();
    context.ellipse(320, 380, 160, 130, 0, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = `hsl(${24 + (hue % 12)} 45% ${48 + (hue % 25)}%)`;
    context.beginPath();
    context.ellipse(320, 170, 66, 86, 0, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = "#fff";
    context.font = "18px sans-serif";
    context.fillText("L", 20, 36);
  });
}

/** A page of text, as people share it. */
export function screenPicture(title: string): MediaStreamTrack {
  return paint(2560, 1440, (context) => {
    context.fillStyle = "#fbfaf7";
    context.fillRect(0, 0, 2560, 1440);
    context.fillStyle = "#20343a";
    context.fillRect(0, 0, 2560, 90);
    context.fillStyle = "#ffffff";
    context.font = "bold 44px sans-serif";
    context.fillText(title, 60, 60);
    context.fillStyle = "#28323a";
    context.font = "26px serif";
    for (let line = 0; line < 36; line++) {
      context.fillText(
        `${line + 1}. Eight-point text in a shared page stays readable when somebody looks closer at line ${line + 1}.`,
        60,
        150 + line * 35,
      );
    }
    context.fillStyle = "#c7593c";
    context.fillRect(1800, 200, 600, 340);
    context.fillStyle = "#2e7d74";
    context.fillRect(1800, 600, 380, 340);
  });
}

function paint(width: number, height: number, draw: (context: CanvasRenderingContext2D) => void) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  draw(context);
  // A stream of a canvas begins when something is painted.
  setInterval(() => draw(context), 500);
  const [track] = canvas.captureStream(2).getVideoTracks();
  if (track === undefined) throw new Error("no track");
  return track;
}
