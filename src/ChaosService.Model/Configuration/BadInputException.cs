namespace ChaosService.Model.Configuration;

/// <summary>A file that a user gave is wrong; the message says where, what and how to fix it.</summary>
public class BadInputException(string message) : Exception(message);
