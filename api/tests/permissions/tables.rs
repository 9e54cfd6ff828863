//! The tables themselves, compared with a second copy of the product's rules.
use domain::Capability;
use domain::Role;
use domain::permission::AccessLevel;
use domain::permission::reach;

/// A row of the rules: a letter per role, from MEMBER to SUPER_ADMIN.
fn letters(capability: Capability) -> String {
    let letter = |role: &Role| match reach(capability, *role) {
        AccessLevel::Nothing => '-',
        AccessLevel::Own => 'm',
        AccessLevel::Organization => 'o',
        AccessLevel::Any => '*',
    };
    Role::ALL.iter().map(letter).collect()
}

#[test]
fn the_table_is_the_law() {
    let rows = Capability::ALL.map(|capability| (format!("{capability:?}"), letters(capability)));
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, row)| (name.as_str(), row.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("ViewFigures", "ooo**"),
            ("ViewSessions", "moo**"),
            ("ViewUsers", "moo**"),
            ("Export", "-oo**"),
            ("ManageOrganization", "--o-*"),
            ("SwitchOrganization", "---**"),
            ("OperatePlatform", "----*"),
        ]
    );
}

#[test]
fn a_refusal_names_who_may() {
    assert_eq!(Capability::OperatePlatform.to_string(), "this needs the role SUPER_ADMIN");
    assert_eq!(Capability::ManageOrganization.to_string(), "this needs the role ORG_ADMIN or SUPER_ADMIN");
    assert_eq!(Capability::Export.to_string(), "this needs the role MANAGER, ORG_ADMIN, SUPPORT or SUPER_ADMIN");
}
