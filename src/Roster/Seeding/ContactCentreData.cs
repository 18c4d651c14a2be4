namespace Roster.Seeding;

/// <summary>A place with its telephone numbers, which are of ranges that no telephone has.</summary>
/// <param name="Phone">What comes before the last digits of a number.</param>
/// <param name="Digits">How many digits come then.</param>
sealed record Site(string City, string Country, string TimeZone, string Locale, string Phone, int Digits, string Mobile, int MobileDigits);

/// <summary>What a contact centre is made of.</summary>
static class ContactCentreData
{
    public static IReadOnlyList<Site> Sites { get; } =
    [
        new("London", "GB", "Europe/London", "en-GB", "+442079460", 3, "+447700900", 3),
        new("Austin", "US", "America/Chicago", "en-US", "+151255501", 2, "+151255501", 2),
        new("Sydney", "AU", "Australia/Sydney", "en-AU", "+6125550", 4, "+61491570", 3),
        new("Toronto", "CA", "America/Toronto", "en-CA", "+141655501", 2, "+141655501", 2),
        new("Manchester", "GB", "Europe/London", "en-GB", "+441614960", 3, "+447700900", 3),
        new("Indianapolis", "US", "America/Indiana/Indianapolis", "en-US", "+131755501", 2, "+131755501", 2),
        new("Melbourne", "AU", "Australia/Melbourne", "en-AU", "+6135550", 4, "+61491570", 3),
        new("Vancouver", "CA", "America/Vancouver", "en-CA", "+160455501", 2, "+160455501", 2),
    ];

    public static IReadOnlyList<string> Queues { get; } =
        ["Billing", "Technical support", "Sales", "Retention", "Complaints", "Orders", "Returns", "Claims", "Collections", "Chat", "Social media", "Back office"];

    public static IReadOnlyList<string> Languages { get; } = ["English", "Spanish", "French", "German", "Portuguese", "Italian", "Polish", "Hindi", "Tagalog", "Mandarin"];

    public static IReadOnlyList<string> GivenNames { get; } =
    [
        "Ana", "Ben", "Chloe", "David", "Elena", "Farid", "Grace", "Hugo", "Imani", "Jack", "Keiko", "Liam", "Maya", "Noah", "Olivia", "Pedro", "Quinn", "Rosa", "Sam", "Tara", "Umar", "Vera", "Wei", "Xenia", "Yusuf",
        "Zoe", "Aisha", "Boris", "Carmen", "Diego", "Emma", "Finn", "Gita", "Hannah", "Ivan", "Julia", "Kofi", "Lena", "Marco", "Nadia", "Oscar", "Priya", "Rafael", "Sofia", "Tomás", "Ursula", "Viktor", "Wanda", "Yara", "Zara",
    ];

    public static IReadOnlyList<string> FamilyNames { get; } =
    [
        "Adams", "Baker", "Costa", "Dubois", "Evans", "Fischer", "García", "Hansen", "Ito", "Jones", "Kowalski", "López", "Müller", "Nguyen", "O'Brien", "Patel", "Quigley", "Rossi", "Smith", "Taylor", "Usman", "Varga", "Walker",
        "Xu", "Young", "Zhang", "Almeida", "Brown", "Clarke", "Díaz", "Edwards", "Ferreira", "Green", "Hughes", "Ivanov", "Johnson", "Khan", "Lewis", "Martin", "Novak", "Okafor", "Popescu", "Reyes", "Schmidt", "Thomas", "Usher",
        "Vega", "Wilson", "Yilmaz", "Zimmer",
    ];
}
