/**
 * A client of the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md">registry API</a>,
 * for what is asked of ECR and of upstream registries: manifests, and whether layers are there. A
 * registry's answer is foreign: it has a limit in size and in time, a manifest is what its digest
 * says, and credentials go to the registry and its token service alone.
 *
 * <p>Written on the JDK's HTTP client, for two libraries were looked at and none fits. ORAS
 * (land.oras:oras-java-sdk 0.2.15, which calls itself alpha) reads answers of any size, waits for
 * them without end, repeats nothing that a registry throttles, and brings 15 MB of bouncycastle and
 * zstd-jni that each {@code pulumi up} would search; Jib's core reads manifests of any size too,
 * and brings Guava and Google's HTTP client.
 *
 * <p>Uses {@code image}.
 */
package dev.ecrcache.distribution;
