//! Charts as pixels: an SVG of ours → PNG, by resvg with the embedded Sarabun, the same bytes on every run.
//! All that the feature `images` adds is behind `png`; without it there is none, and no other file asks for the feature.

/// Whether this program can make PNG files at all.
pub const ENABLED: bool = cfg!(feature = "images");

/// Draws on pixels, `scale` of them to a unit. `None` without the feature, or for what is no picture.
#[cfg(feature = "images")]
pub fn png(svg: &str, scale: u8) -> Option<Vec<u8>> {
    use resvg::{tiny_skia, usvg};

    let tree = usvg::Tree::from_str(svg, &drawn::OPTIONS).ok()?;
    let size = tree.size().to_int_size();
    let scale = scale.max(1);
    let (width, height) = (size.width().checked_mul(u32::from(scale))?, size.height().checked_mul(u32::from(scale))?);
    let mut pixels = tiny_skia::Pixmap::new(width, height)?;
    // Our charts paint their own background; a white one here would show a chart that does not.
    pixels.fill(tiny_skia::Color::WHITE);
    let scale = f32::from(scale);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    drawn::encode(&pixels)
}

#[cfg(not(feature = "images"))]
pub fn png(_svg: &str, _scale: u8) -> Option<Vec<u8>> {
    None
}

#[cfg(feature = "images")]
mod drawn {
    use std::sync::{Arc, LazyLock};

    use resvg::{tiny_skia, usvg};

    use crate::chart::text::{SARABUN_REGULAR, SARABUN_SEMIBOLD};

    /// No font of the machine and no file of anybody's: the embedded fonts are all there is.
    pub static OPTIONS: LazyLock<usvg::Options<'static>> = LazyLock::new(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(SARABUN_REGULAR.to_vec());
        fonts.load_font_data(SARABUN_SEMIBOLD.to_vec());
        usvg::Options { font_family: "Sarabun".to_owned(), fontdb: Arc::new(fonts), ..usvg::Options::default() }
    });

    /// Without the alpha channel: the paper is opaque, and chat programs show black where it is not.
    pub fn encode(pixels: &tiny_skia::Pixmap) -> Option<Vec<u8>> {
        let colours: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&colours).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}
