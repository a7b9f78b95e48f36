package dev.ecrcache.distribution;

import java.util.Optional;

/**
 * What one thing in a registry says of another.
 *
 * @param mediaType the type of the other; empty if it is not told
 * @param digest its digest, {@code sha256:…} or {@code sha512:…}
 * @param size its size in bytes
 * @param platform what it runs on, where an index tells
 */
public record Descriptor(String mediaType, String digest, long size, Optional<Platform> platform) {}
