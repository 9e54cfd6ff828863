//! Detects growth.

/// The number of windows whose minimums are the floor.
const WINDOWS: usize = 10;

/// A slope and its standard error.
#[derive(Clone, Copy, Debug, Default)]
pub struct Slope {
    /// By how much the value rises per unit of time.
    pub each: f64,
    /// The standard error, from the points' distances to the line.
    pub error: f64,
}

/// The minimum of each of a few windows: memory released after a burst is not growth, and memory that is never
/// released raises the floor as well.
pub(super) fn floor(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let windows = points.chunks(points.len().div_ceil(WINDOWS).max(1));
    windows.filter_map(|window| window.iter().copied().min_by(|one, other| one.1.total_cmp(&other.1))).collect()
}

/// The least-squares line through these points; flat if there are none.
pub(super) fn slope(points: &[(f64, f64)]) -> Slope {
    let count = points.len() as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let together: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let apart: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    if apart <= 0.0 || count < 3.0 {
        return Slope::default();
    }
    let each = together / apart;
    let off: f64 = points.iter().map(|point| (point.1 - y - each * (point.0 - x)).powi(2)).sum();
    Slope { each, error: (off / (count - 2.0) / apart).sqrt() }
}

/// By how much the maximum of the last third exceeds that of the middle third; during the first, everything is
/// still being opened.
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
    fn a_line_through_noise_keeps_its_slope_and_knows_its_error() {
        let line = |noise: f64| {
            let point = |x: i32| (f64::from(x), 7.0 + 3.0 * f64::from(x) + noise * f64::from(x % 2));
            slope(&(0..100).map(point).collect::<Vec<_>>())
        };
        assert!((line(1.0).each - 3.0).abs() < 0.01, "{:?}", line(1.0));
        assert!(line(0.0).error < 1e-9 && line(100.0).error > 10.0 * line(1.0).error, "{:?}", line(1.0));
        assert!([slope(&[]), slope(&[(1.0, 5.0)])].iter().all(|flat| flat.each.abs() < 1e-9));
    }

    #[test]
    fn bursts_leave_the_floor_where_it_is_and_a_leak_raises_it() {
        let burst = |x: i32| if x % 7 == 3 { f64::from(500 + 40 * x) } else { 0.0 };
        let through = |leak: f64| {
            let points: Vec<_> = (0..200).map(|x| (f64::from(x), leak * f64::from(x) + burst(x))).collect();
            slope(&floor(&points)).each
        };
        assert!(through(0.0).abs() < 1e-9 && (through(2.0) - 2.0).abs() < 0.1, "{} {}", through(0.0), through(2.0));
        assert!(floor(&[]).is_empty());
    }

    #[test]
    fn handles_rise_only_after_the_first_third() {
        assert_eq!(rise(&[1, 50, 50, 50, 49, 50]), 0);
        assert_eq!(rise(&[9, 9, 10, 11, 12, 13]), 2);
        assert_eq!(rise(&[5]), 5, "without a middle third nothing is known to have been open");
        assert_eq!(rise(&[]), 0);
    }
}
