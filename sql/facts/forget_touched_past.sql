-- Statement: what is worked out of the touched leads need not be worked out again.
delete from "#touched_lead"
