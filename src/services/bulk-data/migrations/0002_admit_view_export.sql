-- Why: rows of views ($viewdefinition-export) are a third kind of job, and its result tells when it ended.
alter table bulk_data.job drop constraint job_kind_check;
alter table bulk_data.job add constraint job_kind_check check (kind in ('export', 'import', 'view-export'));
alter table bulk_data.job add column ended_at timestamptz;
