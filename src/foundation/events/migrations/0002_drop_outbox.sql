-- Nobody read it: who listens gets a job in the transaction of the change, and what changed is told by the store's ledger.
-- It took a row for each stored visit and was never emptied.
drop table events.outbox;
