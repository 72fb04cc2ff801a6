//! All recognizers, in the order in which they win a draw.
//!
//! To add one, write its file and add its line here.

mod aba_routing;
mod au_abn;
mod au_acn;
mod au_medicare;
mod au_tfn;
mod br_cnpj;
mod br_cpf;
mod ca_sin;
mod credit_card;
mod crypto;
mod cue;
mod date_of_birth;
mod de_bsnr;
mod de_fuehrerschein;
mod de_handelsregister;
mod de_health_insurance;
mod de_id_card;
mod de_kfz;
mod de_lanr;
mod de_passport;
mod de_plz;
mod de_social_security;
mod de_tax_id;
mod de_tax_number;
mod de_vat_id;
mod email;
mod email_spelled;
mod es_nie;
mod es_nif;
mod es_passport;
mod fi_personal_identity_code;
mod fr_nir;
mod gps_coordinate;
mod iban;
mod imei;
mod in_aadhaar;
mod in_gstin;
mod in_ifsc;
mod in_pan;
mod in_passport;
mod in_upi;
mod in_vehicle_registration;
mod in_voter;
mod ip;
mod it_driver_license;
mod it_fiscal_code;
mod it_identity_card;
mod it_passport;
mod it_vat_code;
mod jp_my_number;
mod kr_bank_account;
mod kr_brn;
mod kr_driver_license;
mod kr_frn;
mod kr_passport;
mod kr_rrn;
mod location;
mod loose;
mod mac_address;
mod medical_license;
mod mx_curp;
mod ng_nin;
mod ng_vehicle_registration;
mod person;
mod ph_mobile_number;
mod ph_passport;
mod ph_tin;
mod ph_umid;
mod phone;
mod pl_pesel;
mod quiet;
mod se_organisationsnummer;
mod se_personnummer;
mod secret;
mod sg_nric_fin;
mod sg_uen;
mod street_address;
mod swift_code;
mod th_tnin;
mod tr_license_plate;
mod tr_national_id;
mod tr_phone_number;
mod uk_driving_licence;
mod uk_nhs;
mod uk_nino;
mod uk_passport;
mod uk_postcode;
mod uk_vehicle_registration;
mod url;
mod us_bank_number;
mod us_driver_license;
mod us_itin;
mod us_mbi;
mod us_npi;
mod us_passport;
mod us_ssn;
mod vin;
mod za_company_registration;
mod za_driver_license;
mod za_id_number;
mod za_income_tax_number;
mod za_license_plate;
mod za_passport;
mod za_traffic_register_number;
mod za_vat_number;

use crate::recognizer::Recognizer;

pub(crate) use self::loose::whole_digits;
pub(crate) use self::quiet::{QUIET_MAX, is_quiet};
pub(crate) use self::secret::assignment::{may_assign, names_none};
pub(crate) use self::secret::keyed_rules;

/// All recognizers. Of two matches alike in score and span the earlier recognizer wins.
pub(crate) fn all() -> impl Iterator<Item = &'static Recognizer> {
    secret::all().chain(ALL)
}

/// Those of a file each; the many kinds of secrets come from tables.
static ALL: &[Recognizer] = &[
    email::RECOGNIZER,
    email_spelled::RECOGNIZER,
    email_spelled::DOTTED,
    email_spelled::SIGNED,
    email_spelled::QUOTED,
    iban::RECOGNIZER,
    iban::JOINED,
    credit_card::RECOGNIZER,
    us_ssn::RECOGNIZER,
    aba_routing::RECOGNIZER,
    ip::v4::RECOGNIZER,
    ip::v6::RECOGNIZER,
    phone::nanp::RECOGNIZER,
    phone::international::RECOGNIZER,
    phone::national::RECOGNIZER,
    credit_card::loose::BEHIND,
    credit_card::loose::KEYED,
    us_ssn::loose::BEHIND,
    us_ssn::loose::KEYED,
    phone::loose::BEHIND,
    phone::loose::KEYED,
    uk_nhs::RECOGNIZER,
    ca_sin::RECOGNIZER,
    au_abn::RECOGNIZER,
    au_acn::RECOGNIZER,
    au_tfn::RECOGNIZER,
    au_medicare::RECOGNIZER,
    in_aadhaar::RECOGNIZER,
    in_aadhaar::WITH_COLONS,
    ng_nin::RECOGNIZER,
    pl_pesel::RECOGNIZER,
    se_personnummer::RECOGNIZER,
    se_organisationsnummer::RECOGNIZER,
    de_tax_id::RECOGNIZER,
    kr_rrn::RECOGNIZER,
    kr_frn::RECOGNIZER,
    kr_brn::RECOGNIZER,
    jp_my_number::RECOGNIZER,
    br_cpf::RECOGNIZER,
    br_cnpj::RECOGNIZER,
    th_tnin::RECOGNIZER,
    tr_national_id::RECOGNIZER,
    za_id_number::RECOGNIZER,
    us_npi::RECOGNIZER,
    it_vat_code::RECOGNIZER,
    it_vat_code::UNDERSCORED,
    imei::RECOGNIZER,
    in_pan::RECOGNIZER,
    in_gstin::RECOGNIZER,
    es_nif::RECOGNIZER,
    es_nie::RECOGNIZER,
    it_fiscal_code::RECOGNIZER,
    fi_personal_identity_code::RECOGNIZER,
    de_social_security::RECOGNIZER,
    de_id_card::RECOGNIZER,
    de_passport::RECOGNIZER,
    de_vat_id::RECOGNIZER,
    fr_nir::RECOGNIZER,
    mx_curp::RECOGNIZER,
    sg_nric_fin::RECOGNIZER,
    sg_uen::RECOGNIZER,
    us_mbi::RECOGNIZER,
    vin::RECOGNIZER,
    uk_nino::RECOGNIZER,
    uk_passport::RECOGNIZER,
    uk_driving_licence::RECOGNIZER,
    medical_license::RECOGNIZER,
    in_passport::RECOGNIZER,
    in_voter::RECOGNIZER,
    in_ifsc::RECOGNIZER,
    us_itin::RECOGNIZER,
    us_passport::RECOGNIZER,
    us_bank_number::RECOGNIZER,
    us_driver_license::RECOGNIZER,
    uk_postcode::RECOGNIZER,
    uk_vehicle_registration::RECOGNIZER,
    in_vehicle_registration::RECOGNIZER,
    es_passport::RECOGNIZER,
    it_driver_license::RECOGNIZER,
    it_identity_card::RECOGNIZER,
    it_passport::RECOGNIZER,
    de_tax_number::RECOGNIZER,
    de_handelsregister::RECOGNIZER,
    de_plz::RECOGNIZER,
    de_fuehrerschein::RECOGNIZER,
    de_health_insurance::RECOGNIZER,
    de_lanr::RECOGNIZER,
    de_bsnr::RECOGNIZER,
    de_kfz::RECOGNIZER,
    ng_vehicle_registration::RECOGNIZER,
    tr_license_plate::RECOGNIZER,
    tr_phone_number::RECOGNIZER,
    ph_mobile_number::RECOGNIZER,
    ph_tin::RECOGNIZER,
    ph_umid::RECOGNIZER,
    ph_passport::RECOGNIZER,
    za_company_registration::RECOGNIZER,
    za_license_plate::RECOGNIZER,
    za_driver_license::RECOGNIZER,
    za_vat_number::RECOGNIZER,
    za_income_tax_number::RECOGNIZER,
    za_traffic_register_number::RECOGNIZER,
    kr_passport::RECOGNIZER,
    za_passport::RECOGNIZER,
    kr_driver_license::RECOGNIZER,
    kr_bank_account::RECOGNIZER,
    in_upi::RECOGNIZER,
    date_of_birth::RECOGNIZER,
    gps_coordinate::RECOGNIZER,
    gps_coordinate::NAMED,
    gps_coordinate::KEYED,
    crypto::RECOGNIZER,
    crypto::bech32::RECOGNIZER,
    mac_address::COLONS,
    mac_address::DASHES,
    mac_address::LETTERS,
    swift_code::DIGITS,
    swift_code::NAMED,
    swift_code::KEYED,
    url::RECOGNIZER,
    url::BARE,
    street_address::STREET,
    street_address::BOX,
    person::TITLED,
    person::LETTER,
    person::NAMED,
    person::KEYED,
    person::KEYED_GIVEN,
    location::NAMED,
    location::LIVED_IN,
    location::KEYED,
];
