//! Feeds and calendars by their rules: required elements, dates of RFC 3339, ids that outlive a title.
