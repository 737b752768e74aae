-- Looks at a running cluster: every line of the answer should say ok. Run on the coordinator.
with wanted(name, how) as (
  values
    ('store.resource', 'h'), ('store.history', 'h'), ('store.num', 'h'), ('store.dts', 'h'), ('store.str', 'h'),
    ('store.directory', 'h'), ('store.stray', 'h'), ('store.guard', 'h'),
    ('identity.person', 'h'), ('identity.record', 'h'), ('identity.event', 'h'), ('identity.identifier', 'h'),
    ('identity.review_item', 'h'), ('journey.visit', 'h'), ('journey.extras', 'h'),
    ('intake.receipt', 'h'), ('intake.file', 'h'), ('intake.part', 'h'), ('intake.chunk', 'h'),
    ('gateway.event', 'h'), ('gateway.submission', 'h'),
    ('intake.facility', 'n'), ('intake.dropped_bucket', 'n'), ('intake.csv_mapping', 'n'), ('gateway.account', 'n'),
    ('catalogues.version', 'n'), ('catalogues.entry', 'n'), ('catalogues.version_event', 'n')
), found as (
  select w.name, w.how, p.partmethod, p.colocationid,
         (select colocationid from pg_dist_partition where logicalrelid = 'store.resource'::regclass) as home
  from wanted w left join pg_dist_partition p on p.logicalrelid = w.name::regclass
)
select name,
       case
         when partmethod is null then 'NOT DISTRIBUTED: run distribute.sql'
         when how = 'h' and partmethod <> 'h' then 'distributed by something else than shard'
         when how = 'h' and colocationid is distinct from home then 'not beside store.resource: joins will cross nodes'
         else 'ok'
       end as state
from found
union all
select 'worker ' || nodename || ':' || nodeport, case when isactive and shouldhaveshards then 'ok' else 'NOT ACTIVE' end
from pg_dist_node where noderole = 'primary' and groupid <> 0
union all
select 'two-node commits that hang', case when count(*) = 0 then 'ok' else count(*) || ' older than a minute' end
from pg_prepared_xacts where prepared < current_timestamp - interval '1 minute'
order by 1;
