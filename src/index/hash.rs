//! Numbers mixed to serve as hashes.

/// 2^64 divided by the golden ratio, odd: what is multiplied by it spreads over all numbers.
pub(crate) const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number with its bits mixed, one to one: the finaliser of SplitMix64 (G. Steele, D. Lea and C. Flood, Fast
/// splittable pseudorandom number generators, 2014).
pub(crate) const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The number that [`mix`] makes this one of.
pub(crate) const fn unmix(mut x: u64) -> u64 {
    // Each step taken back, the last first; the factors are the inverses of the other two modulo 2^64.
    x = x ^ (x >> 31) ^ (x >> 62);
    x = x.wrapping_mul(0x3196_42b2_d24d_8ec3);
    x = x ^ (x >> 27) ^ (x >> 54);
    x = x.wrapping_mul(0x96de_1b17_3f11_9089);
    x ^ (x >> 30) ^ (x >> 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mixed_can_be_unmixed() {
        for number in [0, 1, 2, 0x1_0000_0000, 0xdead_beef_0bad_cafe, u64::MAX] {
            assert_eq!(unmix(mix(number)), number);
        }
    }
}
