//! The wire format of protocol buffers: the fields of a message, one after the other, borrowed from its bytes.
use super::record::Malformed;

/// A message of which the rest is still to be read.
#[derive(Clone, Debug)]
pub(super) struct Message<'a>(&'a [u8]);

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Data<'a> {
    /// A whole number or a flag.
    Varint(u64),
    /// Eight bytes.
    Fixed64(u64),
    /// A text, bytes or another message.
    Bytes(&'a [u8]),
    /// Four bytes.
    Fixed32(u32),
}

const CUT_OFF: Malformed = Malformed::new("the protobuf message is cut off");
const NO_VARINT: Malformed = Malformed::new("a number of the protobuf message is longer than ten bytes");
const NO_FIELD: Malformed = Malformed::new("a field of the protobuf message has an invalid number or type");
const OTHER_TYPE: Malformed = Malformed::new("a field of the protobuf message has another type than expected");

/// The maximum length of a varint in bytes.
const LONGEST: usize = 10;
/// The largest field number.
const LAST_NUMBER: u64 = (1 << 29) - 1;

impl<'a> Message<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The number and the value of the next field; `None` at the end. Groups, which nobody has written for a
    /// decade, are malformed.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Data<'a>)>, Malformed> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let number = tag >> 3;
        let data = match tag & 7 {
            0 => Data::Varint(self.varint()?),
            1 => Data::Fixed64(u64::from_le_bytes(self.array()?)),
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| CUT_OFF)?;
                let (bytes, rest) = self.0.split_at_checked(length).ok_or(CUT_OFF)?;
                self.0 = rest;
                Data::Bytes(bytes)
            }
            5 => Data::Fixed32(u32::from_le_bytes(self.array()?)),
            _ => return Err(NO_FIELD),
        };
        if number == 0 || number > LAST_NUMBER { Err(NO_FIELD) } else { Ok(Some((number, data))) }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(*bytes)
    }

    fn varint(&mut self) -> Result<u64, Malformed> {
        // Nearly all have one byte.
        if let Some((first, rest)) = self.0.split_first()
            && *first < 0x80
        {
            self.0 = rest;
            return Ok(u64::from(*first));
        }
        let mut value = 0_u64;
        for (index, byte) in self.0.iter().take(LONGEST).enumerate() {
            value |= u64::from(byte & 0x7f) << (7 * index);
            if *byte < 0x80 {
                // The last of ten bytes has room for one bit.
                if index + 1 == LONGEST && *byte > 1 {
                    return Err(NO_VARINT);
                }
                self.0 = self.0.get(index + 1..).unwrap_or_default();
                return Ok(value);
            }
        }
        Err(if self.0.len() < LONGEST { CUT_OFF } else { NO_VARINT })
    }
}

impl<'a> Data<'a> {
    pub(super) const fn bytes(self) -> Result<&'a [u8], Malformed> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(OTHER_TYPE),
        }
    }

    pub(super) const fn varint(self) -> Result<u64, Malformed> {
        match self {
            Self::Varint(value) => Ok(value),
            _ => Err(OTHER_TYPE),
        }
    }

    pub(super) const fn fixed64(self) -> Result<u64, Malformed> {
        match self {
            Self::Fixed64(value) => Ok(value),
            _ => Err(OTHER_TYPE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Result<Vec<(u64, Data<'_>)>, Malformed> {
        let mut message = Message::new(bytes);
        let mut fields = Vec::new();
        while let Some(field) = message.next()? {
            fields.push(field);
        }
        Ok(fields)
    }

    #[test]
    fn fields_of_every_type() {
        let bytes = [
            0x08, 0x96, 0x01, // 1: 150
            0x11, 1, 0, 0, 0, 0, 0, 0, 0x80, // 2: eight bytes
            0x1a, 2, b'h', b'i', // 3: two bytes
            0x25, 7, 0, 0, 0, // 4: four bytes
            0x28, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, // 5: -1
        ];
        let expected = [
            (1, Data::Varint(150)),
            (2, Data::Fixed64(0x8000_0000_0000_0001)),
            (3, Data::Bytes(b"hi")),
            (4, Data::Fixed32(7)),
            (5, Data::Varint(u64::MAX)),
        ];
        assert_eq!(all(&bytes), Ok(expected.to_vec()));
        assert_eq!(all(&[]), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_field() {
        let malformed: [(&[u8], Malformed); 9] = [
            (&[0x08], CUT_OFF),
            (&[0x08, 0x80], CUT_OFF),
            (&[0x0a, 2, b'h'], CUT_OFF),
            (&[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, b'h'], CUT_OFF),
            (&[0x09, 1, 2, 3], CUT_OFF),
            (&[0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2], NO_VARINT),
            (&[0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1], NO_VARINT),
            (&[0x00, 0], NO_FIELD),
            (&[0x0b, 0x0c], NO_FIELD),
        ];
        for (bytes, error) in malformed {
            assert_eq!(all(bytes), Err(error), "{bytes:?}");
        }
    }

    #[test]
    fn every_beginning_of_a_message_is_its_fields_or_an_error() {
        let bytes: Vec<u8> = (0..=255).chain(0..=255).collect();
        for end in 0..bytes.len() {
            for start in 0..end {
                let _ = all(&bytes[start..end]);
            }
        }
    }
}
