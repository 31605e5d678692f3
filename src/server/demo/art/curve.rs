//! Paths written as text: mirrored, closed by symmetry, moved.

use std::fmt::Write as _;

enum Piece {
    Command(char),
    Number(f64),
}

fn pieces(path: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut number = String::new();
    for c in path.chars().chain(" ".chars()) {
        if c.is_ascii_digit() || c == '.' || c == '-' {
            number.push(c);
            continue;
        }
        if let Ok(value) = number.parse() {
            found.push(Piece::Number(value));
        }
        number.clear();
        if c.is_ascii_alphabetic() {
            found.push(Piece::Command(c));
        }
    }
    found
}

/// Every point of an absolute `M L C Q Z` path sent through `map`.
pub(super) fn map(path: &str, map: impl Fn(f64, f64) -> (f64, f64)) -> String {
    let mut out = String::with_capacity(path.len());
    let mut pending = None;
    for piece in pieces(path) {
        match (piece, pending) {
            (Piece::Command(c), _) => out.push(c),
            (Piece::Number(x), None) => pending = Some(x),
            (Piece::Number(y), Some(x)) => {
                let (x, y) = map(x, y);
                let _ = write!(out, "{x:.1} {y:.1} ");
                pending = None;
            }
        }
    }
    out
}

/// Bounds that any point widens.
pub(super) const NOTHING: [f64; 4] = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];

/// A box around a path's points, control points included.
pub(super) fn bounds(path: &str) -> [f64; 4] {
    let mut rect = NOTHING;
    let mut across = true;
    for piece in pieces(path) {
        let Piece::Number(n) = piece else { continue };
        let (low, high) = if across { (0, 2) } else { (1, 3) };
        if let Some(v) = rect.get_mut(low) {
            *v = v.min(n);
        }
        if let Some(v) = rect.get_mut(high) {
            *v = v.max(n);
        }
        across = !across;
    }
    rect
}

/// The path mirrored at the picture's middle axis.
pub(super) fn mirror(path: &str) -> String {
    map(path, |x, y| (1600.0 - x, y))
}

/// The path moved.
pub(super) fn shift(path: &str, dx: f64, dy: f64) -> String {
    map(path, |x, y| (x + dx, y + dy))
}

/// Closes a left half (`M`, `L` and `C` only) with its mirror image.
pub(super) fn sym(half: &str) -> String {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut kinds = Vec::new();
    let mut pending = None;
    for piece in pieces(half) {
        match (piece, pending) {
            (Piece::Command(c), _) => kinds.push((c, points.len())),
            (Piece::Number(x), None) => pending = Some(x),
            (Piece::Number(y), Some(x)) => {
                points.push((x, y));
                pending = None;
            }
        }
    }
    // Which command each point belongs to: 'c' marks a control point.
    let mut curved = vec![false; points.len()];
    for (index, (kind, start)) in kinds.iter().enumerate() {
        let end = kinds.get(index + 1).map_or(points.len(), |(_, next)| *next);
        if *kind == 'C' {
            for (offset, flag) in curved.iter_mut().take(end).skip(*start).enumerate() {
                *flag = offset % 3 != 2;
            }
        }
    }
    let mut out = half.trim().to_owned();
    let back: Vec<_> = points.iter().zip(&curved).rev().collect();
    let mut control = false;
    for ((x, y), is_control) in back {
        let x = 1600.0 - x;
        let command = match (is_control, control) {
            (true, false) => "C",
            (_, true) => "",
            (false, false) => "L",
        };
        let _ = write!(out, " {command}{x:.1} {y:.1}");
        control = *is_control;
    }
    out.push('Z');
    out
}

/// A single stroke `M p C p p p` widened in its middle to a leaf, both ends cut by the share `trim`.
pub(super) fn taper(stroke: &str, width: f64, trim: f64) -> String {
    let numbers: Vec<f64> = pieces(stroke)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Number(n) => Some(n),
            Piece::Command(_) => None,
        })
        .collect();
    let [x0, y0, x1, y1, x2, y2, x3, y3] = numbers.as_slice() else {
        return stroke.to_owned();
    };
    // The blossom of the cubic gives the control points of any stretch of it.
    let mix = |a: f64, b: f64, t: f64| a + (b - a) * t;
    let blossom = |p: [f64; 4], r: f64, s: f64, t: f64| {
        let [a, b, c, d] = p;
        let (ab, bc, cd) = (mix(a, b, r), mix(b, c, r), mix(c, d, r));
        mix(mix(ab, bc, s), mix(bc, cd, s), t)
    };
    let (u, v) = (trim, 1.0 - trim);
    let cut = |p: [f64; 4]| [blossom(p, u, u, u), blossom(p, u, u, v), blossom(p, u, v, v), blossom(p, v, v, v)];
    let [x0, x1, x2, x3] = cut([*x0, *x1, *x2, *x3]);
    let [y0, y1, y2, y3] = cut([*y0, *y1, *y2, *y3]);
    let (dx, dy) = (x3 - x0, y3 - y0);
    let length = dx.hypot(dy).max(1.0);
    let (nx, ny) = (-dy / length * width * 0.75, dx / length * width * 0.75);
    format!(
        "M {x0:.0} {y0:.0} C {:.0} {:.0} {:.0} {:.0} {x3:.0} {y3:.0} C {:.0} {:.0} {:.0} {:.0} {x0:.0} {y0:.0} Z",
        x1 + nx,
        y1 + ny,
        x2 + nx,
        y2 + ny,
        x2 - nx,
        y2 - ny,
        x1 - nx,
        y1 - ny
    )
}

/// A rectangle with rounded corners.
pub(super) fn slab(x: f64, y: f64, w: f64, h: f64, r: f64) -> String {
    let (right, low, k) = (x + w, y + h, r * 0.45);
    format!(
        "M {} {y} L {} {y} C {} {y} {right} {} {right} {} L {right} {} C {right} {} {} {low} {} {low} \
         L {} {low} C {} {low} {x} {} {x} {} L {x} {} C {x} {} {} {y} {} {y} Z",
        x + r,
        right - r,
        right - k,
        y + k,
        y + r,
        low - r,
        low - k,
        right - k,
        right - r,
        x + r,
        x + k,
        low - k,
        low - r,
        y + r,
        y + k,
        x + k,
        x + r
    )
}

/// An ellipse as a path.
pub(super) fn oval(cx: f64, cy: f64, rx: f64, ry: f64) -> String {
    let (kx, ky) = (rx * 0.5523, ry * 0.5523);
    let (l, r, t, b) = (cx - rx, cx + rx, cy - ry, cy + ry);
    format!(
        "M {l} {cy} C {l} {} {} {t} {cx} {t} C {} {t} {r} {} {r} {cy} C {r} {} {} {b} {cx} {b} \
         C {} {b} {l} {} {l} {cy} Z",
        cy - ky,
        cx - kx,
        cx + kx,
        cy - ky,
        cy + ky,
        cx + kx,
        cx - kx,
        cy + ky
    )
}

/// Small deterministic noise for grain and scatter.
pub(super) struct Noise(u32);

impl Noise {
    pub(super) fn new(seed: u32) -> Self {
        Noise(seed.wrapping_mul(2_654_435_761) ^ 0x9e37_79b9)
    }

    /// A number in `low..high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        low + (high - low) * f64::from(self.0 >> 8) / f64::from(1u32 << 24)
    }
}
