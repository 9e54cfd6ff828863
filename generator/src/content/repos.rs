//! Repositories, and their files that runs change.

/// A repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repo {
    /// Its id, as upstream writes it.
    pub(crate) id: &'static str,
    /// Some of its files.
    pub(crate) files: &'static [&'static str],
}

pub(crate) const ACME: &[Repo] = &[
    Repo {
        id: "acme/arm-controller",
        files: &[
            "src/kinematics/inverse.rs",
            "src/kinematics/limits.rs",
            "src/motion/planner.rs",
            "src/motion/profile.rs",
            "src/safety/estop.rs",
            "tests/planner_replay.rs",
            "Cargo.toml",
        ],
    },
    Repo {
        id: "acme/web-shop",
        files: &[
            "src/cart/CartDrawer.tsx",
            "src/cart/useCart.ts",
            "src/checkout/address.ts",
            "src/checkout/PaymentStep.tsx",
            "src/catalog/search.ts",
            "e2e/checkout.spec.ts",
            "package.json",
        ],
    },
    Repo {
        id: "acme/fleet-telemetry",
        files: &[
            "ingest/decoder.go",
            "ingest/decoder_test.go",
            "store/rollup.go",
            "api/handlers.go",
            "deploy/values.yaml",
            "go.mod",
        ],
    },
];

pub(crate) const NORTHWIND: &[Repo] = &[
    Repo {
        id: "northwind/assay-pipeline",
        files: &[
            "pipeline/normalise.py",
            "pipeline/outliers.py",
            "pipeline/report.py",
            "pipeline/schema.py",
            "tests/test_normalise.py",
            "tests/test_report.py",
            "pyproject.toml",
        ],
    },
    Repo {
        id: "northwind/lab-portal",
        files: &[
            "app/routes/samples.tsx",
            "app/routes/results.tsx",
            "app/components/PlateGrid.tsx",
            "app/lib/permissions.ts",
            "app/lib/dates.ts",
            "app/tests/results.test.tsx",
        ],
    },
    Repo {
        id: "northwind/instrument-gateway",
        files: &[
            "src/drivers/spectrometer.rs",
            "src/drivers/mod.rs",
            "src/queue.rs",
            "src/retry.rs",
            "tests/gateway.rs",
        ],
    },
    Repo {
        id: "northwind/infra",
        files: &["modules/network/main.tf", "modules/database/main.tf", "envs/staging/main.tf", "ci/pipeline.yml"],
    },
];

pub(crate) const GLOBEX: &[Repo] = &[
    Repo {
        id: "globex/control-plane",
        files: &[
            "pkg/scheduler/queue.go",
            "pkg/scheduler/preempt.go",
            "pkg/scheduler/queue_test.go",
            "pkg/api/v2/tenants.go",
            "pkg/api/v2/quota.go",
            "pkg/store/migrations/0042_quota.sql",
            "cmd/controlplane/main.go",
        ],
    },
    Repo {
        id: "globex/console",
        files: &[
            "src/pages/Instances.tsx",
            "src/pages/Billing.tsx",
            "src/components/RegionPicker.tsx",
            "src/api/client.ts",
            "src/hooks/usePolling.ts",
            "src/i18n/en.json",
            "tests/billing.spec.ts",
        ],
    },
    Repo {
        id: "globex/billing",
        files: &[
            "src/main/kotlin/invoice/InvoiceBuilder.kt",
            "src/main/kotlin/invoice/Proration.kt",
            "src/main/kotlin/tax/VatRules.kt",
            "src/main/kotlin/ledger/Ledger.kt",
            "src/test/kotlin/invoice/ProrationTest.kt",
        ],
    },
    Repo {
        id: "globex/edge-proxy",
        files: &[
            "src/tls/session.rs",
            "src/route/matcher.rs",
            "src/limit/bucket.rs",
            "src/limit/bucket_tests.rs",
            "benches/matcher.rs",
        ],
    },
    Repo {
        id: "globex/terraform-provider",
        files: &[
            "internal/provider/instance_resource.go",
            "internal/provider/instance_resource_test.go",
            "internal/provider/network_data_source.go",
            "docs/resources/instance.md",
        ],
    },
];
