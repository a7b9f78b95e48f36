package dev.ecrcache.operate;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.program.LocalStackFile;
import java.util.Optional;

/**
 * An account whose registry is operated.
 *
 * @param name what it is called in the output: its stack, else its id
 * @param session asks it
 * @param registry its ECR registry, as AWS told
 * @param file the stack file that it was named by
 */
public record Account(
    String name, AwsSession session, EcrRegistry registry, Optional<LocalStackFile> file) {}
