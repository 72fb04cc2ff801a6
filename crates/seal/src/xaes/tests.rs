//! XAES-256-GCM against the vectors of its specification.
//!
//! The accumulated vector needs SHAKE-128, which is written here from FIPS 202.

use data_encoding::HEXLOWER;

use super::Xaes;

fn sealed(key: [u8; 32], nonce: [u8; 24], plain: &[u8], associated: &[u8]) -> Vec<u8> {
    let mut content = plain.to_vec();
    let xaes = Xaes::new(&key).unwrap();
    let tag = xaes.seal(&nonce, associated, &mut content).unwrap();
    content.extend_from_slice(&tag);
    assert_eq!(xaes.open(&nonce, associated, &content).unwrap().as_slice(), plain);
    content
}

#[test]
fn vectors_of_the_specification() {
    let check = |key: u8, associated: &str, expected: &str| {
        let nonce = *b"ABCDEFGHIJKLMNOPQRSTUVWX";
        let blob = sealed([key; 32], nonce, b"XAES-256-GCM", associated.as_bytes());
        assert_eq!(HEXLOWER.encode(&blob), expected, "key {key}");
    };
    check(1, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
    check(3, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
}

#[test]
fn accumulated_vectors_of_the_specification() {
    let mut draw = Shake::default();
    draw.finish();
    let mut all = Shake::default();
    for _ in 0..10_000 {
        let key = draw.array();
        let nonce = draw.array();
        let plain = draw.short();
        let associated = draw.short();
        all.absorb(&sealed(key, nonce, &plain, &associated));
    }
    all.finish();
    assert_eq!(
        HEXLOWER.encode(&all.array::<32>()),
        "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939",
    );
}

#[test]
fn shake_known_answer() {
    let mut shake = Shake::default();
    shake.finish();
    assert_eq!(HEXLOWER.encode(&shake.array::<16>()), "7f9c2ba4e88f827d616045507605853e");
}

/// SHAKE-128: absorb, finish once, then draw.
#[derive(Default)]
struct Shake {
    state: [u64; 25],
    at: usize,
}

impl Shake {
    const RATE: usize = 168;

    fn mix(&mut self, byte: u8) {
        self.state[self.at / 8] ^= u64::from(byte) << (8 * (self.at % 8));
    }

    fn absorb(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.mix(*byte);
            self.at += 1;
            if self.at == Self::RATE {
                keccak(&mut self.state);
                self.at = 0;
            }
        }
    }

    fn finish(&mut self) {
        self.mix(0x1f);
        self.at = Self::RATE - 1;
        self.mix(0x80);
        keccak(&mut self.state);
        self.at = 0;
    }

    fn byte(&mut self) -> u8 {
        if self.at == Self::RATE {
            keccak(&mut self.state);
            self.at = 0;
        }
        let byte = self.state[self.at / 8] >> (8 * (self.at % 8));
        self.at += 1;
        byte.to_le_bytes()[0]
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    fn short(&mut self) -> Vec<u8> {
        (0..self.byte()).map(|_| self.byte()).collect()
    }
}

/// Keccak-f[1600], FIPS 202 section 3.
fn keccak(a: &mut [u64; 25]) {
    let mut lfsr = 1_u8;
    for _ in 0..24 {
        let c: [u64; 5] = std::array::from_fn(|x| (0..5).fold(0, |sum, y| sum ^ a[x + 5 * y]));
        for (i, lane) in a.iter_mut().enumerate() {
            *lane ^= c[(i + 4) % 5] ^ c[(i + 1) % 5].rotate_left(1);
        }
        let (mut x, mut y, mut lane) = (1, 0, a[1]);
        for t in 0..24_u32 {
            (x, y) = (y, (2 * x + 3 * y) % 5);
            let turned = lane.rotate_left((t + 1) * (t + 2) / 2 % 64);
            lane = std::mem::replace(&mut a[x + 5 * y], turned);
        }
        for row in a.chunks_exact_mut(5) {
            let old: [u64; 5] = std::array::from_fn(|x| row[x]);
            for (x, lane) in row.iter_mut().enumerate() {
                *lane = old[x] ^ (!old[(x + 1) % 5] & old[(x + 2) % 5]);
            }
        }
        for j in 0..7 {
            if lfsr & 1 == 1 {
                a[0] ^= 1 << ((1 << j) - 1);
            }
            lfsr = (lfsr << 1) ^ ((lfsr >> 7) * 0x71);
        }
    }
}
