//! Which entity stands on which page: by the country that its name begins with.
//!
//! It knows countries, not what is found in them.

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    General,
    Americas,
    Europe,
    AsiaPacific,
    AfricaMiddleEast,
    Secrets,
}

impl Family {
    pub(super) const ALL: [Self; 6] = [
        Self::General,
        Self::Americas,
        Self::Europe,
        Self::AsiaPacific,
        Self::AfricaMiddleEast,
        Self::Secrets,
    ];

    /// The page, in `docs`.
    pub(super) fn page(self) -> &'static str {
        match self {
            Self::General => "detection/general.md",
            Self::Americas => "detection/americas.md",
            Self::Europe => "detection/europe.md",
            Self::AsiaPacific => "detection/asia-pacific.md",
            Self::AfricaMiddleEast => "detection/africa-middle-east.md",
            Self::Secrets => "detection/secrets.md",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::General => "Identifiers without a country",
            Self::Americas => "Identifiers of the Americas",
            Self::Europe => "Identifiers of Europe",
            Self::AsiaPacific => "Identifiers of Asia and the Pacific",
            Self::AfricaMiddleEast => "Identifiers of Africa and the Middle East",
            Self::Secrets => "Secrets",
        }
    }

    /// The page of an entity.
    pub(super) fn of(entity: &str) -> Self {
        if entity == "SECRET" {
            return Self::Secrets;
        }
        place(entity).map_or(Self::General, |(_, _, family)| *family)
    }
}

/// The country of an entity, if its name says so.
pub(super) fn country(entity: &str) -> Option<&'static str> {
    place(entity).map(|(_, name, _)| *name)
}

fn place(entity: &str) -> Option<&'static (&'static str, &'static str, Family)> {
    let (prefix, _) = entity.split_once('_')?;
    COUNTRIES.iter().find(|(code, ..)| *code == prefix)
}

/// Countries by the letters that names of entities begin with.
const COUNTRIES: &[(&str, &str, Family)] = &[
    ("AE", "United Arab Emirates", Family::AfricaMiddleEast),
    ("AR", "Argentina", Family::Americas),
    ("AT", "Austria", Family::Europe),
    ("AU", "Australia", Family::AsiaPacific),
    ("BE", "Belgium", Family::Europe),
    ("BG", "Bulgaria", Family::Europe),
    ("BR", "Brazil", Family::Americas),
    ("CA", "Canada", Family::Americas),
    ("CH", "Switzerland", Family::Europe),
    ("CL", "Chile", Family::Americas),
    ("CN", "China", Family::AsiaPacific),
    ("CO", "Colombia", Family::Americas),
    ("CZ", "Czechia", Family::Europe),
    ("DE", "Germany", Family::Europe),
    ("DK", "Denmark", Family::Europe),
    ("EE", "Estonia", Family::Europe),
    ("ES", "Spain", Family::Europe),
    ("EU", "European Union", Family::Europe),
    ("FI", "Finland", Family::Europe),
    ("FR", "France", Family::Europe),
    ("GR", "Greece", Family::Europe),
    ("HK", "Hong Kong", Family::AsiaPacific),
    ("HR", "Croatia", Family::Europe),
    ("HU", "Hungary", Family::Europe),
    ("ID", "Indonesia", Family::AsiaPacific),
    ("IE", "Ireland", Family::Europe),
    ("IL", "Israel", Family::AfricaMiddleEast),
    ("IN", "India", Family::AsiaPacific),
    ("IT", "Italy", Family::Europe),
    ("JP", "Japan", Family::AsiaPacific),
    ("KE", "Kenya", Family::AfricaMiddleEast),
    ("KR", "South Korea", Family::AsiaPacific),
    ("LT", "Lithuania", Family::Europe),
    ("LU", "Luxembourg", Family::Europe),
    ("LV", "Latvia", Family::Europe),
    ("MX", "Mexico", Family::Americas),
    ("MY", "Malaysia", Family::AsiaPacific),
    ("NG", "Nigeria", Family::AfricaMiddleEast),
    ("NL", "Netherlands", Family::Europe),
    ("NO", "Norway", Family::Europe),
    ("NZ", "New Zealand", Family::AsiaPacific),
    ("PE", "Peru", Family::Americas),
    ("PH", "Philippines", Family::AsiaPacific),
    ("PL", "Poland", Family::Europe),
    ("PT", "Portugal", Family::Europe),
    ("RO", "Romania", Family::Europe),
    ("SA", "Saudi Arabia", Family::AfricaMiddleEast),
    ("SE", "Sweden", Family::Europe),
    ("SG", "Singapore", Family::AsiaPacific),
    ("SI", "Slovenia", Family::Europe),
    ("SK", "Slovakia", Family::Europe),
    ("TH", "Thailand", Family::AsiaPacific),
    ("TR", "Türkiye", Family::Europe),
    ("TW", "Taiwan", Family::AsiaPacific),
    ("UA", "Ukraine", Family::Europe),
    ("UK", "United Kingdom", Family::Europe),
    ("US", "United States", Family::Americas),
    ("VN", "Vietnam", Family::AsiaPacific),
    ("ZA", "South Africa", Family::AfricaMiddleEast),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_stands_with_its_country() {
        for (entity, expected, name) in [
            ("US_SSN", Family::Americas, Some("United States")),
            ("EMAIL_ADDRESS", Family::General, None),
            ("IP_ADDRESS", Family::General, None),
            ("ABA_ROUTING_NUMBER", Family::General, None),
            ("VIN", Family::General, None),
            ("SECRET", Family::Secrets, None),
        ] {
            assert_eq!((Family::of(entity), country(entity)), (expected, name), "{entity}");
        }
    }
}
