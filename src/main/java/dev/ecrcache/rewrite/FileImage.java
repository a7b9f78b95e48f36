package dev.ecrcache.rewrite;

import java.util.Optional;

/**
 * An image in a file that does not come from the cache, or of which that is not known.
 *
 * @param kind what it is a part of
 * @param line its line, from 1
 * @param image the image as it stands there
 * @param cached what is written in its place; empty if it stays
 * @param reason why it stays
 * @param known whether it is known to come from elsewhere; not if it is a template, or stands in a
 *     text
 */
public record FileImage(
    Kind kind,
    int line,
    String image,
    Optional<String> cached,
    Optional<String> reason,
    boolean known) {}
