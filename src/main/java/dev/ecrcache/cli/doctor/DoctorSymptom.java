package dev.ecrcache.cli.doctor;

import dev.ecrcache.cli.console.JsonWriter;
import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.operate.doctor.Symptom;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * What something means that the kubelet says.
 *
 * @param said the kubelet's words
 * @param command the command that finds out
 */
record DoctorSymptom(String said, String cause, String command, String cure) {
  private record Part(String name, String text) {
    List<String> cells() {
      return List.of(name, text);
    }
  }

  static void write(Symptom symptom, OutputFormat format, OutputStream out) throws IOException {
    if (format == OutputFormat.JSON) {
      var writer = new JsonWriter<DoctorSymptom>(out);
      writer.write(
          new DoctorSymptom(symptom.said(), symptom.cause(), symptom.command(), symptom.cure()));
      writer.end();
      return;
    }
    var writer = format.writer(out, Part::cells);
    writer.write(new Part("says", symptom.said()));
    writer.write(new Part("cause", symptom.cause()));
    writer.write(new Part("command", "ecr-cache " + symptom.command()));
    writer.write(new Part("cure", symptom.cure()));
    writer.end();
  }
}
