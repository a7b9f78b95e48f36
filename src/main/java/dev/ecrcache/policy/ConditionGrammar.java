package dev.ecrcache.policy;

import dev.ecrcache.image.Quoted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * When a statement holds: values that a request is compared with, by operator and condition key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">IAM
 *     JSON policy elements: Condition operators</a>
 */
final class ConditionGrammar {
  private static final String IF_EXISTS = "IfExists";
  private static final List<String> SETS = List.of("ForAllValues:", "ForAnyValue:");
  private static final Pattern KEY = Pattern.compile("[\\w.-]+(/[\\w./-]+)?:\\w[\\w .:/=+@,-]*");

  /** What the operators of a type compare with. */
  private enum Type {
    TEXT(".*", "a text"),
    ARN("arn:[^:]*(:[^:]*){3}:.+|.*[*?$].*", "an ARN"),
    BOOLEAN("true|false", "true or false"),
    NUMBER("[+-]?[0-9]+(\\.[0-9]+)?", "a number"),
    DATE(
        "[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?"
            + "(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?|[0-9]{5,}",
        "a date such as 2027-01-31T00:00:00Z, or a number of seconds since 1970"),
    BINARY("[A-Za-z0-9+/]+={0,2}", "in base64"),
    ADDRESS(
        "[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?",
        "an IP address or a range such as 203.0.113.0/24");

    private final Pattern pattern;
    private final String words;

    Type(String pattern, String words) {
      this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
      this.words = words;
    }

    /** Whether JSON's own booleans and numbers will do. */
    private boolean isPlain(Object value) {
      return switch (this) {
        case BOOLEAN -> value instanceof Boolean;
        case NUMBER -> value instanceof Number;
        case DATE -> value instanceof Integer || value instanceof Long;
        default -> false;
      };
    }
  }

  private static final Map<String, Type> OPERATORS = operators();

  private ConditionGrammar() {}

  static void check(Element condition) {
    for (var operator : condition.entries("give an operator such as StringEquals, or remove it")) {
      var type = type(operator, operator.path().substring(condition.path().length() + 1));
      for (var key : operator.entries("give a condition key such as aws:PrincipalOrgID")) {
        key.check(
            KEY.matcher(key.path().substring(operator.path().length() + 1)).matches(),
            "is not a condition key, which has a colon in it, such as aws:PrincipalOrgID");
        key.each().forEach(value -> checkValue(value, type));
      }
    }
  }

  private static Type type(Element operator, String name) {
    var set = SETS.stream().filter(name::startsWith).findFirst().orElse("");
    var single = name.substring(set.length());
    var plain =
        single.endsWith(IF_EXISTS) && !single.equals("Null" + IF_EXISTS)
            ? single.substring(0, single.length() - IF_EXISTS.length())
            : single;
    if (!OPERATORS.containsKey(plain)) {
      throw operator.refusal(
          "is no condition operator of IAM; "
              + Misspelling.of(plain, OPERATORS.keySet())
                  .map(meant -> "did you mean " + set + meant)
                  .orElseGet(
                      () ->
                          "allowed: %s; each but Null with IfExists behind it, and with %s before it"
                              .formatted(
                                  String.join(", ", OPERATORS.keySet()),
                                  String.join(" or ", SETS))));
    }
    return OPERATORS.get(plain);
  }

  private static void checkValue(Element value, Type type) {
    value.check(!(value.value() instanceof Map), "must be %s, or a list".formatted(type.words));
    if (type.isPlain(value.value())) {
      return;
    }
    var text = value.text();
    value.check(
        type.pattern.matcher(text).matches(),
        "%s is not %s".formatted(Quoted.of(text), type.words));
  }

  private static Map<String, Type> operators() {
    var operators = new TreeMap<String, Type>();
    for (var order : List.of("", "Not")) {
      operators.put("String" + order + "Equals", Type.TEXT);
      operators.put("String" + order + "EqualsIgnoreCase", Type.TEXT);
      operators.put("String" + order + "Like", Type.TEXT);
      operators.put("Arn" + order + "Equals", Type.ARN);
      operators.put("Arn" + order + "Like", Type.ARN);
      operators.put(order + "IpAddress", Type.ADDRESS);
    }
    for (var order :
        List.of(
            "Equals",
            "NotEquals",
            "LessThan",
            "LessThanEquals",
            "GreaterThan",
            "GreaterThanEquals")) {
      operators.put("Numeric" + order, Type.NUMBER);
      operators.put("Date" + order, Type.DATE);
    }
    operators.put("Bool", Type.BOOLEAN);
    operators.put("Null", Type.BOOLEAN);
    operators.put("BinaryEquals", Type.BINARY);
    return operators;
  }
}
