//! Names for people.
use domain::Role;

/// Somebody of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id, as events and tokens name it.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The role.
    pub role: Role,
}

impl Person {
    /// Somebody with an id of choice.
    #[must_use]
    pub fn named(id: &str, name: &str, domain: &str, role: Role) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), email: format!("{id}@{domain}"), role }
    }

    /// The `number`-th person of an organization whose names begin at `offset`.
    #[must_use]
    pub fn nth(number: usize, offset: usize, domain: &str) -> Self {
        let place = number + offset;
        let first = FIRST[place % FIRST.len()];
        // The last name moves on by one more each time the first names are through, and no pair
        // comes twice before all have come.
        let last = LAST[(place * 7 + place / FIRST.len()) % LAST.len()];
        let round = place / (FIRST.len() * LAST.len());
        let mut id = format!("{}-{}", first.to_lowercase(), last.to_lowercase());
        // Organizations do not share people, though large ones may repeat a name.
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

/// From this many people on, an id carries a number.
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
