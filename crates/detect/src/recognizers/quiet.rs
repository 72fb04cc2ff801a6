//! Recognizers whose matches are worth little without a word before them that says what they are:
//! where none stands there, they need not be asked.
//!
//! Tests hold the table against what the recognizers say: a debug build checks each match.

/// The most that a match of one of [`QUIET`] is worth by itself.
pub(crate) const QUIET_MAX: f32 = 0.45;

/// Their names. Each of them finds what begins at its candidate, and nothing behind it.
const QUIET: &[&str] = &[
    "au_acn",
    "au_tfn",
    "ca_sin",
    "de_bsnr",
    "de_fuehrerschein",
    "de_health_insurance",
    "de_id_card",
    "de_lanr",
    "de_passport",
    "de_plz",
    "de_tax_id",
    "de_tax_number",
    "es_passport",
    "in_passport",
    "in_voter",
    "it_driver_license",
    "it_identity_card",
    "it_passport",
    "jp_my_number",
    "kr_brn",
    "kr_driver_license",
    "kr_passport",
    "medical_license",
    "ng_nin",
    "ng_vehicle_registration",
    "ph_passport",
    "ph_tin",
    "ph_umid",
    "se_organisationsnummer",
    "tr_license_plate",
    "tr_national_id",
    "uk_nhs",
    "uk_passport",
    "uk_postcode",
    "uk_vehicle_registration",
    "us_npi",
    "us_passport",
    "za_driver_license",
    "za_income_tax_number",
    "za_passport",
    "za_traffic_register_number",
];

/// Whether the recognizer of this name is one of them.
pub(crate) fn is_quiet(name: &str) -> bool {
    QUIET.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::QUIET;

    #[test]
    fn the_names_are_those_of_recognizers_in_order() {
        assert!(QUIET.is_sorted());
        for name in QUIET {
            assert!(crate::recognizers::all().any(|known| known.name == *name), "{name}");
        }
    }
}
