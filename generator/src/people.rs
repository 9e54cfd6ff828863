//! The simulated people and their names.
use domain::Role;

/// A person of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id in events and tokens.
    pub id: String,
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// The role.
    pub role: Role,
}

impl Person {
    /// A person with a given id.
    #[must_use]
    pub fn named(id: &str, name: &str, domain: &str, role: Role) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), email: format!("{id}@{domain}"), role }
    }

    /// The `number`-th person of an organization whose names start at `offset`.
    #[must_use]
    pub fn nth(number: usize, offset: usize, domain: &str) -> Self {
        let place = number + offset;
        let first = FIRST[place % FIRST.len()];
        // The last name shifts by one more each time the first names are used up, so that no pair repeats until
        // all have been used.
        let last = LAST[(place * 7 + place / FIRST.len()) % LAST.len()];
        let round = place / (FIRST.len() * LAST.len());
        let mut id = format!("{}-{}", first.to_lowercase(), last.to_lowercase());
        // Organizations share no people, although large ones may repeat names.
        if number >= REPEATS_FROM || round > 0 {
            id = format!("{id}-{}", number + 1);
        }
        let role = match number {
            0 => Role::OrgAdmin,
            1 | 2 => Role::Manager,
            _ => Role::Member,
        };
        Self { name: format!("{first} {last}"), email: format!("{id}@{domain}"), id, role }
    }
}

/// From this many people on, ids contain a number.
const REPEATS_FROM: usize = 12;

const FIRST: [&str; 40] = [
    "Mina", "Jonas", "Priya", "Tomas", "Ines", "Kofi", "Sofia", "Hiro", "Lena", "Omar", "Freya", "Diego", "Amara",
    "Nikolai", "Yuki", "Elif", "Marcus", "Noor", "Anton", "Clara", "Rafael", "Ingrid", "Samir", "Greta", "Luca",
    "Zainab", "Viktor", "Maya", "Emil", "Rosa", "Kenji", "Nadia", "Oscar", "Leila", "Pavel", "Selma", "Hugo", "Tara",
    "Felix", "Ayesha",
];

const LAST: [&str; 39] = [
    "Okafor",
    "Lindqvist",
    "Raman",
    "Novak",
    "Carvalho",
    "Mensah",
    "Petrova",
    "Tanaka",
    "Vogel",
    "Haddad",
    "Nilsen",
    "Fuentes",
    "Diallo",
    "Sokolov",
    "Mori",
    "Demir",
    "Weber",
    "Rahman",
    "Berg",
    "Moreau",
    "Costa",
    "Dahl",
    "Khoury",
    "Schmidt",
    "Ricci",
    "Bello",
    "Horvat",
    "Iyer",
    "Larsen",
    "Ortega",
    "Sato",
    "Ivanova",
    "Keller",
    "Farouk",
    "Dvorak",
    "Aydin",
    "Laurent",
    "Quinn",
    "Brandt",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn thousands_of_people_have_ids_of_their_own() {
        let ids: BTreeSet<String> = (0..5_000).map(|number| Person::nth(number, 12, "a.example").id).collect();
        assert_eq!(ids.len(), 5_000);
    }
}
