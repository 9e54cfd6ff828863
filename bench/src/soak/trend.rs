//! Whether something grows.

/// The slope of the line with the least squares through these points; 0 where there is none.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let together: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let apart: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    if apart > 0.0 { together / apart } else { 0.0 }
}

/// By how much the most of the last third exceeds the most of the third before it; the first third
/// is when everything is opened.
pub(super) fn rise(values: &[u64]) -> u64 {
    let third = values.len() / 3;
    let most = |part: &[u64]| part.iter().copied().max().unwrap_or_default();
    let (middle, last) = values[third..].split_at((values.len() - third) / 2);
    most(last).saturating_sub(most(middle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_noise_keeps_its_slope() {
        let points: Vec<_> = (0..100).map(|x| (f64::from(x), 7.0 + 3.0 * f64::from(x) + f64::from(x % 2))).collect();
        assert!((slope(&points) - 3.0).abs() < 0.01, "{}", slope(&points));
        assert_eq!([slope(&[]), slope(&[(1.0, 5.0)])].map(|slope| slope.abs() < f64::EPSILON), [true, true]);
    }

    #[test]
    fn handles_rise_only_after_the_first_third() {
        assert_eq!(rise(&[1, 50, 50, 50, 49, 50]), 0);
        assert_eq!(rise(&[9, 9, 10, 11, 12, 13]), 2);
        assert_eq!(rise(&[5]), 5, "without a middle third nothing is known to have been open");
        assert_eq!(rise(&[]), 0);
    }
}
