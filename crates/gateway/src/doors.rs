//! To be filled: doors.
