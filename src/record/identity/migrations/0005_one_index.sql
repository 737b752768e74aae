-- Why: the links replace the index by numbers (ADR 0014): one place says who is who.
drop table identity.review;
drop table identity.link_event;
drop table identity.number;
drop table identity.patient;

-- A version is opened again from what it was made with: a later release ships other weights.
alter table identity.model_version add column settings text;
