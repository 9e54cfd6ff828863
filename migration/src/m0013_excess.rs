//! By how much sums exceed 64 bits: see `domain::excess`. Null for nearly all rows; servers of the previous
//! version never write any, because they reject such sums.
crate::ddl::step!(
    "m0013_excess",
    up: &[
        "ALTER TABLE session_stats ADD COLUMN excess {text}",
        "ALTER TABLE org_stats_daily ADD COLUMN excess {text}",
        "ALTER TABLE user_stats_daily ADD COLUMN excess {text}",
        "ALTER TABLE org_stats_monthly ADD COLUMN excess {text}",
        "ALTER TABLE user_stats_monthly ADD COLUMN excess {text}",
        "ALTER TABLE kept_org_daily ADD COLUMN excess {text}",
        "ALTER TABLE kept_user_daily ADD COLUMN excess {text}",
        "ALTER TABLE kept_org_monthly ADD COLUMN excess {text}",
        "ALTER TABLE kept_user_monthly ADD COLUMN excess {text}",
    ],
    down: &[
        "ALTER TABLE kept_user_monthly DROP COLUMN excess",
        "ALTER TABLE kept_org_monthly DROP COLUMN excess",
        "ALTER TABLE kept_user_daily DROP COLUMN excess",
        "ALTER TABLE kept_org_daily DROP COLUMN excess",
        "ALTER TABLE user_stats_monthly DROP COLUMN excess",
        "ALTER TABLE org_stats_monthly DROP COLUMN excess",
        "ALTER TABLE user_stats_daily DROP COLUMN excess",
        "ALTER TABLE org_stats_daily DROP COLUMN excess",
        "ALTER TABLE session_stats DROP COLUMN excess",
    ]
);
